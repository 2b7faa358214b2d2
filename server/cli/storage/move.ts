import { setTimeout } from 'node:timers/promises'
import type { Control, MoveReport } from '../../control/contract.ts'
import type { FileClass } from '../../uploads/file-class.ts'
import { ExitCode } from '../exit-codes.ts'
import { bytesInWords } from '../in-words.ts'
import type { Run } from '../run.ts'
import { asOwner } from '../with-control.ts'
import { fileInWords, moveLine } from './words.ts'

interface MoveOptions {
  readonly to: 's3' | 'local'
  readonly classes?: FileClass[]
  readonly parallel?: number
  readonly bandwidth?: number
  readonly dryRun?: boolean
  readonly wait?: boolean
}

export async function moveCommand(run: Run<MoveOptions>): Promise<ExitCode> {
  const { to, classes, parallel, bandwidth, dryRun, wait } = run.options
  return await asOwner(run, async (control) => {
    const plan = await control.storage.planMove({ to, classes })
    const what = `${plan.files} files (${bytesInWords(plan.bytes)})`
    if (dryRun) {
      const cost = plan.cost ? ` That costs about $${plan.cost.perMonth} a month, and $${plan.cost.once} once.` : ''
      const { files, bytes, byClass } = plan
      run.output.answer({ files, bytes, classes: byClass, cost: plan.cost }, `${what} would move.${cost}`)
      return ExitCode.done
    }
    await control.storage.startMove({ to, classes, parallel, bytesPerSecond: bandwidth })
    const isServed = (await control.status.get()).state === 'running'
    if (wait || !isServed) return await waitForMove(run, control)
    run.output.answer({ files: plan.files, bytes: plan.bytes, state: 'running' }, `${what} move now. People can keep chatting.`)
    return ExitCode.done
  })
}

async function waitForMove(run: Run, control: Control): Promise<ExitCode> {
  const stop = new AbortController()
  const telling = run.output.isJson ? Promise.resolve() : tellProgress(run, control, stop.signal)
  const report = await control.storage.moveReport({ wait: true })
  stop.abort()
  await telling
  return answerReport(run, report!)
}

async function tellProgress(run: Run, control: Control, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await setTimeout(2000, undefined, { signal }).catch(() => {})
    if (!signal.aborted) run.output.note(moveLine((await control.storage.status()).move))
  }
}

function answerReport(run: Run, report: MoveReport): ExitCode {
  const { files, bytes, verified, failed, state } = report
  const lost = failed.map((file) => `\n  ${fileInWords(file)}: ${file.cause}`).join('')
  run.output.answer({ files, bytes, verified, failed, state }, `${verified} of ${files} files moved and compared.${lost}`)
  return state === 'finished' && failed.length === 0 && verified === files ? ExitCode.done : ExitCode.refused
}

const tell = async (run: Run, ask: (control: Control) => Promise<unknown>, text: string): Promise<void> => {
  const { move } = await asOwner(run, async (control) => {
    await ask(control)
    return await control.storage.status()
  })
  run.output.answer(move, text)
}

export const pauseCommand = (run: Run): Promise<void> =>
  tell(run, (control) => control.storage.pauseMove(), 'The move is paused.')
export const cancelCommand = (run: Run): Promise<void> =>
  tell(run, (control) => control.storage.cancelMove(), 'The move has ended. What has moved stays where it is.')

export async function resumeCommand(run: Run): Promise<ExitCode> {
  return await asOwner(run, async (control) => {
    await control.storage.resumeMove()
    if ((await control.status.get()).state !== 'running') return await waitForMove(run, control)
    run.output.answer((await control.storage.status()).move, 'The move goes on.')
    return ExitCode.done
  })
}
