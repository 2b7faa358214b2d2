import { parseArgs } from 'node:util'
import type { Environment } from './cli/environment.ts'
import { failureFrom } from './cli/failure.ts'
import { waitsForKeychain } from './config/secrets/keychain.ts'
import { type Running, runLandline } from './run.ts'

/** Electron's end of a utility process. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: readonly MessagePort[] }) => void): void
  postMessage(message: unknown): void
}

/** Serves for the desktop app, which looks after this process: it hears that we are ready, or why we cannot be. */
export async function serveDesktop(parent: ParentPort, args: readonly string[], environment: Environment): Promise<void> {
  const { data } = parseArgs({ args: [...args], options: { data: { type: 'string' } }, strict: false }).values
  const folder = environment.dataFolder(typeof data === 'string' ? data : undefined)
  let running: Running | undefined

  async function end(exitCode: number): Promise<void> {
    const stopping = running
    running = undefined
    await stopping?.stop()
    if (waitsForKeychain()) process.kill(process.pid, 'SIGKILL')
    process.exit(exitCode)
  }

  async function start(): Promise<void> {
    try {
      running = await runLandline({
        ...environment,
        folder,
        command: 'the Landline app',
        onStop: () => void end(0),
        onRestart: () => void restart(),
      })
      parent.postMessage({ event: 'ready', url: running.serving.url, setupLink: await running.setupLink() })
      running.appliance.features.watcher.onChange((alarms) => parent.postMessage({ event: 'alarms', alarms }))
    } catch (error) {
      const { code, message, nextStep = '' } = failureFrom(error)
      parent.postMessage({ event: 'problem', problem: { code, message, nextStep } })
      await end(1)
    }
  }

  async function restart(): Promise<void> {
    const stopping = running
    running = undefined
    await stopping?.stop()
    await start()
  }

  parent.on('message', ({ data, ports }) => {
    const { type } = (data ?? {}) as { type?: string }
    const [port] = ports
    if (type === 'stop') void end(0)
    if (type === 'control' && port && running) running.control.overPort(port)
    else if (type === 'control') port?.close()
  })
  await start()
}
