import { setTimeout } from 'node:timers/promises'
import type { Status } from '../control/contract.ts'
import { connectToServer } from '../control/local-client.ts'
import { ExitCode } from './exit-codes.ts'
import { inTerminal } from './in-terminal.ts'
import { timeInWords } from './in-words.ts'
import type { Run } from './run.ts'
import { asOwner } from './with-control.ts'

export async function statusCommand(run: Run): Promise<ExitCode> {
  const status = await asOwner(run, (control) => control.status.get())
  run.output.answer(status, inWords(status))
  return status.state === 'open' ? ExitCode.notRunning : ExitCode.done
}

function inWords(status: Status): string {
  const lines = [
    status.runningSince === null
      ? 'Landline is not running.'
      : `Landline ${status.version} has been running since ${timeInWords(status.runningSince)} (process ${status.pid}).`,
    `Organization   ${status.organization?.name ?? 'none yet'}`,
    `Data folder    ${status.dataFolder}`,
    ...status.addresses.map((address, i) => `${i === 0 ? 'Addresses' : '         '}      ${address}`),
    `People         ${status.people.connected} connected of ${status.people.active}`,
    `Secrets        ${status.secrets.why}`,
    ...(status.setupLink ? ['', 'Set it up here:', status.setupLink] : []),
    ...status.problems.flatMap((problem) => ['', problem.message, inTerminal(problem)]),
  ]
  return lines.join('\n')
}

/** How long a server may take to finish what is under way. */
const patience = 10_000

export async function stopCommand({ options, environment, output }: Run): Promise<ExitCode> {
  const folder = { path: environment.dataFolder(options.data) }
  const server = await connectToServer(folder)
  if (!server) return saysNotRunning(output)
  await server.control.server.stop()
  server.close()
  for (const until = Date.now() + patience; Date.now() < until; await setTimeout(50)) {
    const still = await connectToServer(folder)
    if (!still) {
      output.answer({ stopped: true }, 'Landline has stopped.')
      return ExitCode.done
    }
    still.close()
  }
  output.note('Landline was told to stop, and is still at it.')
  return ExitCode.failed
}

export async function restartCommand({ options, environment, output }: Run): Promise<ExitCode> {
  const server = await connectToServer({ path: environment.dataFolder(options.data) })
  if (!server) return saysNotRunning(output)
  await server.control.server.restart()
  server.close()
  output.answer({ restarting: true }, 'Landline is restarting.')
  return ExitCode.done
}

function saysNotRunning(output: Run['output']): ExitCode {
  output.answer(
    { error: { code: 'NOT_RUNNING', message: 'Landline is not running.', next_step: null } },
    'Landline is not running.',
  )
  return ExitCode.notRunning
}
