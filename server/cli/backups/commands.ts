import path from 'node:path'
import { presets } from '../../backups/schedule/presets.ts'
import type { Control } from '../../control/contract.ts'
import { ExitCode } from '../exit-codes.ts'
import { CommandRefused } from '../failure.ts'
import { bytesInWords } from '../in-words.ts'
import type { Run } from '../run.ts'
import { readSecret } from '../secret-file.ts'
import { asOwner } from '../with-control.ts'
import { type BackupBucketOptions, backupBucketFrom } from './bucket-from.ts'
import { problemAsJson, statusAsJson, statusInWords } from './status-words.ts'

export async function statusCommand(run: Run): Promise<void> {
  const status = await asOwner(run, (control) => control.backups.status())
  run.output.answer(statusAsJson(status), statusInWords(status))
}

interface CreateOptions {
  readonly destination?: string
}

export async function createCommand(run: Run<CreateOptions>): Promise<ExitCode> {
  const { destination } = run.options
  const { made, status } = await asOwner(run, async (control) => ({
    made: await control.backups.create({ destination }),
    status: await control.backups.status(),
  }))
  const answers = made.map(({ newBytes, isSealed, untidied, ...rest }) => ({
    ...rest,
    new_bytes: newBytes,
    verified: true,
    sealed: isSealed,
    untidied: untidied && problemAsJson(untidied),
  }))
  const failed = status.destinations.filter(
    ({ name, failure }) => failure && !destination && !made.some((one) => one.destination === name),
  )
  for (const { name, failure } of failed) run.output.note(`${name}: ${failure!.message}\n${failure!.nextStep}`)
  for (const { destination: name, untidied } of made) {
    if (untidied) run.output.note(`${name}: old backups could not be removed. ${untidied.message}\n${untidied.nextStep}`)
  }
  const lines = made.map(
    ({ destination: name, snapshot, files, bytes, newBytes, missing }) =>
      `${name}: snapshot ${snapshot}, ${files} files, ${bytesInWords(bytes)} (${bytesInWords(newBytes)} new), read back and whole.` +
      missing.map(({ key, cause }) => `\n  Not in it: ${key}. ${cause}`).join(''),
  )
  const [first, ...others] = answers
  run.output.answer(
    { ...first, others, failed: failed.map(({ name, failure }) => ({ destination: name, ...failure })) },
    lines.join('\n'),
  )
  return failed.length === 0 ? ExitCode.done : ExitCode.failed
}

export async function pruneCommand(run: Run<{ destination?: string; dryRun?: boolean }>): Promise<void> {
  const { destination, dryRun = false } = run.options
  const pruned = await asOwner(run, (control) => control.backups.prune({ destination, dryRun }))
  const { keep, remove, chunks, bytes } = pruned
  const would = dryRun ? 'would be' : 'are'
  run.output.answer(
    { ...pruned, dry_run: dryRun },
    `${remove.length} snapshots ${would} removed and ${keep.length} kept; ${chunks} chunks (${bytesInWords(bytes)}) were needed by nobody else.`,
  )
}

export async function drillCommand(run: Run<{ destination?: string }>): Promise<ExitCode> {
  const { destination } = run.options
  const { isFine, at, snapshot, message } = await asOwner(run, (control) => control.backups.drill({ destination }))
  run.output.answer(
    { ok: isFine, at, snapshot, message },
    `${isFine ? 'The drill went well' : 'The drill failed'} (${snapshot}). ${message}`,
  )
  return isFine ? ExitCode.done : ExitCode.failed
}

interface ScheduleOptions {
  readonly every?: string
  readonly cron?: string
  readonly hourly?: number
  readonly daily?: number
  readonly weekly?: number
  readonly monthly?: number
  readonly filesInBuckets?: string
}

export async function scheduleCommand(run: Run<ScheduleOptions>): Promise<void> {
  const { every, hourly, daily, weekly, monthly, filesInBuckets } = run.options
  const cron = presets.find(({ name }) => name === every)?.cron ?? run.options.cron
  const status = await asOwner(run, async (control) => {
    const { retention } = await control.backups.status()
    return await control.backups.change({
      ...(cron !== undefined && { schedule: cron === 'off' ? null : cron }),
      ...(filesInBuckets !== undefined && { copyFromBuckets: filesInBuckets === 'copy' }),
      retention: {
        hourly: hourly ?? retention.hourly,
        daily: daily ?? retention.daily,
        weekly: weekly ?? retention.weekly,
        monthly: monthly ?? retention.monthly,
      },
    })
  })
  run.output.answer(statusAsJson(status), statusInWords(status))
}

interface DestinationOptions extends BackupBucketOptions {
  readonly name: string
  readonly folder?: string
}

export async function addDestinationCommand(run: Run<DestinationOptions>): Promise<void> {
  const { name } = run.options
  const destination = destinationFrom(run.options)
  const secret = run.options.secretFile === undefined ? null : await readSecret(run.options.secretFile, 'secret half of the key')
  const status = await asOwner(run, async (control) => {
    await control.backups.addDestination({ name, destination, secret })
    return await control.backups.status()
  })
  const added = status.destinations.find((one) => one.name === name)!
  run.output.answer({ name, kind: added.kind, where: added.where }, `From now on backups go to ${added.where} too.`)
}

function destinationFrom(options: DestinationOptions): Parameters<Control['backups']['addDestination']>[0]['destination'] {
  const { folder, s3 } = options
  if (folder !== undefined && !s3) return { folder: path.resolve(folder) }
  if (s3 && folder === undefined) return { bucket: backupBucketFrom(options) }
  throw new CommandRefused(
    'DESTINATION_UNUSABLE',
    'It is not clear where backups should go.',
    'Name a folder with --folder, or a bucket with --s3 --bucket … --access-key-id … --secret-file ….',
  )
}

export async function removeDestinationCommand(run: Run): Promise<void> {
  const [name = ''] = run.words
  await asOwner(run, (control) => control.backups.removeDestination({ name }))
  run.output.answer({ removed: name }, `Nothing more is backed up to ${name}. What is there stays there.`)
}
