import { parseArgs } from 'node:util'
import type { Environment } from './cli/environment.ts'
import { failureFrom } from './cli/failure.ts'
import { waitsForKeychain } from './config/secrets/keychain.ts'
import { type Kept, keepRunning } from './keep-running.ts'

/** Electron's end of a utility process. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: readonly MessagePort[] }) => void): void
  postMessage(message: unknown): void
}

/** Serves for the desktop app, which looks after this process: it hears that we are ready, or why we cannot be. */
export async function serveDesktop(parent: ParentPort, args: readonly string[], environment: Environment): Promise<void> {
  const { data } = parseArgs({ args: [...args], options: { data: { type: 'string' } }, strict: false }).values
  const folder = environment.dataFolder(typeof data === 'string' ? data : undefined)
  let kept: Kept | undefined

  function end(exitCode: number): never {
    if (waitsForKeychain()) process.kill(process.pid, 'SIGKILL')
    process.exit(exitCode)
  }

  function endWith(error: unknown): never {
    const { code, message, nextStep = '' } = failureFrom(error)
    parent.postMessage({ event: 'problem', problem: { code, message, nextStep } })
    end(1)
  }

  parent.on('message', ({ data, ports }) => {
    const { type } = (data ?? {}) as { type?: string }
    const [port] = ports
    if (type === 'stop') void (kept ? kept.stop() : end(0))
    if (type === 'control' && port && kept?.running) kept.running.control.overPort(port)
    else if (type === 'control') port?.close()
  })
  try {
    kept = await keepRunning({
      ...environment,
      folder,
      command: 'the Landline app',
      async ready({ serving, appliance, setupLink }) {
        parent.postMessage({ event: 'ready', url: serving.url, setupLink: await setupLink() })
        appliance.features.watcher.onChange((alarms) => parent.postMessage({ event: 'alarms', alarms }))
      },
      restarting: () => parent.postMessage({ event: 'restarting' }),
      ended: (error) => (error === undefined ? end(0) : endWith(error)),
    })
  } catch (error) {
    endWith(error)
  }
}
