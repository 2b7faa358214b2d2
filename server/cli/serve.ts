import { waitsForKeychain } from '../config/secrets/keychain.ts'
import { type Running, type RunOptions, runLandline } from '../run.ts'
import { ExitCode } from './exit-codes.ts'
import { failureFrom } from './failure.ts'
import type { Run } from './run.ts'
import { tellReady } from './tell-ready.ts'

interface ServeOptions {
  readonly host?: string
  readonly port?: number
}

/** Requests under way get 3 seconds; what is left after this is stuck, and everything acknowledged is on disk. */
const patience = 4500

/** Serves until a signal or the owner ends it. */
export async function serveCommand({ options, environment, output, command }: Run<ServeOptions>): Promise<ExitCode> {
  const ended = Promise.withResolvers<ExitCode>()
  let running: Running | undefined

  /** @param port where “any free one” was asked for, the one that people know by now */
  async function start(port = options.port): Promise<void> {
    const { host, data } = options
    const folder = environment.dataFolder(data)
    const asked: RunOptions = {
      ...environment,
      folder,
      command,
      host,
      port,
      onStop: () => void stop(),
      onRestart: () => void restart(),
    }
    running = await runLandline(asked)
    await tellReady(running, output)
  }

  async function stop(): Promise<void> {
    const stopping = running
    running = undefined
    if (!stopping) return
    setTimeout(() => endProcess(ExitCode.done), patience).unref()
    await stopping.stop()
    ended.resolve(ExitCode.done)
  }

  async function restart(): Promise<void> {
    const stopping = running
    running = undefined
    try {
      await stopping?.stop()
      await start(options.port === 0 ? stopping?.serving.port : options.port)
    } catch (error) {
      ended.resolve(output.fail(error).exitCode)
    }
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
  process.on('uncaughtException', (error) => {
    running?.appliance.log.fatal({ err: error }, 'Landline ended: it met something it was not prepared for')
    output.note(failureFrom(error).message)
    endProcess(ExitCode.failed)
  })
  await start()
  const exitCode = await ended.promise
  if (waitsForKeychain()) endProcess(exitCode)
  return exitCode
}

/** Ends at once. A keychain that never answers would hold up an ordinary exit, so then the process is killed. */
function endProcess(exitCode: ExitCode): void {
  if (waitsForKeychain()) process.kill(process.pid, 'SIGKILL')
  process.exit(exitCode)
}
