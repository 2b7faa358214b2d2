import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { unixTime } from '../../api/unix-time.ts'
import { keyInText } from '../../backups/keys/recovery-key.ts'
import { StartProblem } from '../../config/problem.ts'
import type { Control, RestoreChoice, RestoreResult, RestoreSource, RestoreStatus } from '../../control/contract.ts'
import { ExitCode } from '../exit-codes.ts'
import { CommandRefused } from '../failure.ts'
import { bytesInWords, timeInWords } from '../in-words.ts'
import type { Run } from '../run.ts'
import { readSecret } from '../secret-file.ts'
import { asOwner } from '../with-control.ts'
import { type BareOptions, isBare } from './bare.ts'
import { backupBucketFrom } from './bucket-from.ts'
import { restoreToCommand } from './restore-to.ts'

export interface RestoreOptions extends BareOptions {
  readonly snapshot: string
  readonly at?: string
  readonly to?: string
  readonly everything?: boolean
  readonly files?: boolean
  readonly channel?: string
  readonly message?: number
  readonly withNetworkSettings?: boolean
  readonly evenWithoutSafetySnapshot?: boolean
}

/** Into a new data folder with `--to`; else into the one that is there, whether or not it is served. */
export async function restoreCommand(run: Run<RestoreOptions>): Promise<ExitCode> {
  const { to, everything, files, channel, message } = run.options
  const asked = [to, everything, files, channel, message].filter((option) => option !== undefined)
  if (asked.length !== 1) {
    throw new CommandRefused(
      'RESTORE_UNCLEAR',
      'It is not clear what to bring back.',
      'Say one of --to FOLDER (a new data folder), --everything, --files, --channel NAME or --message ID.',
    )
  }
  if (to !== undefined) {
    await restoreToCommand({ ...run, options: { ...run.options, to } }, momentFrom(run.options.at))
    return ExitCode.done
  }
  const result = await bringBack(run)
  const { outcome, at, what, snapshot, code, message: said, nextStep, notes, replaced, safetySnapshot } = result
  const isDone = outcome === 'done'
  const answer = { ok: isDone, outcome, at, what, snapshot, message: said, notes, safety_snapshot: safetySnapshot }
  run.output.answer(
    {
      ...answer,
      replaced: replaced && { folder: replaced.folder, kept_until: replaced.keptUntil },
      error: isDone ? null : { code, message: said, next_step: nextStep },
    },
    inWords(result),
  )
  if (isDone) return ExitCode.done
  return outcome === 'rolled back' ? ExitCode.failed : ExitCode.refused
}

async function bringBack(run: Run<RestoreOptions>): Promise<RestoreResult> {
  const source = await sourceFrom(run.options)
  const { snapshot, at } = run.options
  const moment = momentFrom(at)
  try {
    const result = await asOwner(run, async (control) => {
      const choice = await choiceFrom(run.options, source, control)
      await control.restores.start({ source, snapshot, moment: moment && unixTime(moment), choice })
      return await follow(run, control)
    })
    return result ?? (await resultLater(run))
  } catch (error) {
    if (!isDamaged(error) || !run.options.everything) throw error
    run.output.note(error.message)
    const { restoreClosed } = await import('../../restore-closed.ts')
    const { environment, options, command } = run
    await restoreClosed({ environment, folder: environment.dataFolder(options.data), command, source, moment, ...options })
    return await resultLater(run)
  }
}

/** @returns undefined once the server has closed its lines to bring in what is staged, or we have to */
async function follow({ output }: Run<RestoreOptions>, control: Control): Promise<RestoreResult | undefined> {
  let told: string | undefined
  try {
    for await (const { underWay, result } of await control.restores.watch()) {
      if (!underWay) return result ?? undefined
      if (underWay.stage !== told) output.note(stageInWords(underWay))
      told = underWay.stage
      if (underWay.stage === 'restarting') return undefined
    }
  } catch {
    // the line ended with the server
  }
  return undefined
}

/** A start may take long, as after an upgrade; whoever holds the folder meanwhile is at work on it. */
async function resultLater(run: Run<RestoreOptions>): Promise<RestoreResult> {
  for (;;) {
    await setTimeout(1000)
    const status = await asOwner(run, (control) => control.restores.status()).catch((error: unknown) => {
      if (error instanceof StartProblem && error.code === 'DATA_FOLDER_IN_USE') return undefined
      throw error
    })
    if (status?.result) return status.result
    if (status && !status.underWay) throw new CommandRefused('RESTORE_UNCLEAR', 'Somebody else has seen its result already.')
  }
}

/** @throws CommandRefused for what is no moment, or lies ahead */
function momentFrom(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const moment = new Date(text)
  if (moment.getTime() <= Date.now()) return moment
  throw new CommandRefused(
    'MOMENT_UNCLEAR',
    `“${text}” is not a moment in the past.`,
    'Write it like 2026-11-23T14:30, or with a Z at the end for UTC.',
  )
}

const isDamaged = (error: unknown): error is StartProblem => error instanceof StartProblem && error.code === 'DATABASE_DAMAGED'

async function sourceFrom(options: RestoreOptions): Promise<RestoreSource> {
  const { repository, keyFile, secretFile, destination = 'local' } = options
  if (!isBare(options)) return { destination }
  const key = keyFile === undefined ? undefined : keyInText(await readSecret(keyFile, 'recovery key'))
  if (repository !== undefined) return { folder: path.resolve(repository), key }
  return { bucket: backupBucketFrom(options), secret: await readSecret(secretFile!, 'secret half of the key'), key }
}

async function choiceFrom(options: RestoreOptions, source: RestoreSource, control: Control): Promise<RestoreChoice> {
  const { files, channel, message, snapshot, withNetworkSettings = false, evenWithoutSafetySnapshot = false } = options
  if (files) return { what: 'files' }
  if (message !== undefined) return { what: 'message', messageId: message }
  if (channel === undefined) return { what: 'everything', keepNetworkSettings: !withNetworkSettings, evenWithoutSafetySnapshot }
  const channels = await control.restores.channels({ source, snapshot })
  const found = channels.find(({ name }) => name.toLowerCase() === channel.toLowerCase())
  if (found) return { what: 'channel', channelId: found.channelId }
  throw new CommandRefused(
    'NOT_IN_SNAPSHOT',
    `There is no channel “${channel}” in that snapshot.`,
    `There are: ${channels.map(({ name }) => name).join(', ')}.`,
  )
}

const stages = {
  unpacking: 'Unpacking',
  verifying: 'Checking what was unpacked',
  'safety snapshot': 'Backing up what is here now',
  restarting: 'Bringing it in; nobody is served for a moment',
  'bringing back': 'Bringing it back',
} as const

const stageInWords = ({ stage, total }: NonNullable<RestoreStatus['underWay']>): string =>
  `${stages[stage]}${total > 0 ? ` (${bytesInWords(total)})` : ''} …`

function inWords({ message, nextStep, notes, replaced, safetySnapshot }: RestoreResult): string {
  return [
    message,
    ...(nextStep ? [nextStep] : []),
    ...notes,
    ...(safetySnapshot ? [`What was here is snapshot ${safetySnapshot}.`] : []),
    ...(replaced ? [`It also lies in ${replaced.folder} until ${timeInWords(replaced.keptUntil)}.`] : []),
  ].join('\n')
}
