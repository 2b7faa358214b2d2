import { waitsForKeychain } from '../config/secrets/keychain.ts'
import { type Kept, keepRunning } from '../keep-running.ts'
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
  let kept: Kept | undefined
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => (kept ? void kept.stop() : endProcess(ExitCode.done)))
  process.on('uncaughtException', (error) => {
    kept?.running?.appliance.log.fatal({ err: error }, 'Landline ended: it met something it was not prepared for')
    output.note(failureFrom(error).message)
    endProcess(ExitCode.failed)
  })
  const { host, port, data } = options
  kept = await keepRunning({
    ...environment,
    folder: environment.dataFolder(data),
    command,
    host,
    port,
    ready: (running) => tellReady(running, output),
    stopping: () => void setTimeout(() => endProcess(ExitCode.done), patience).unref(),
    ended: (error) => ended.resolve(error === undefined ? ExitCode.done : output.fail(error).exitCode),
  })
  const exitCode = await ended.promise
  if (waitsForKeychain()) endProcess(exitCode)
  return exitCode
}

/** Ends at once. A keychain that never answers would hold up an ordinary exit, so then the process is killed. */
function endProcess(exitCode: ExitCode): void {
  if (waitsForKeychain()) process.kill(process.pid, 'SIGKILL')
  process.exit(exitCode)
}
