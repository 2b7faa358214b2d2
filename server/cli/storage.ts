import { setTimeout } from 'node:timers/promises'
import type { BucketSettings } from '../config/storage-settings.ts'
import type { CheckOutcome, Control, MoveReport, StorageStatus } from '../control/contract.ts'
import type { Acceptance } from '../uploads/check/outcome.ts'
import type { FileClass } from '../uploads/file-class.ts'
import { profileFor } from '../uploads/stores/s3/provider-profiles.ts'
import { readCertificate } from './certificate-file.ts'
import { ExitCode } from './exit-codes.ts'
import { CommandRefused } from './failure.ts'
import { readPassword } from './password-file.ts'
import type { Run } from './run.ts'
import { bytesInWords, checkLine, fileInWords, moveLine, statusLines } from './storage-words.ts'
import { withControl } from './with-control.ts'

const asOwner = <T>({ environment, options, command }: Run, work: (control: Control) => Promise<T>): Promise<T> =>
  withControl({ environment, data: options.data, command }, work)

interface BucketOptions {
  readonly endpoint?: string
  readonly region?: string
  readonly bucket?: string
  readonly avatarsBucket?: string
  readonly prefix?: string
  readonly pathStyle?: boolean
  readonly storageClass?: string
  readonly caFile?: string
  readonly accessKeyId?: string
  readonly secretFile?: string
  readonly accept?: Acceptance[]
}

/** What was typed; without a bucket, the one in use. */
async function candidate(control: Control, options: BucketOptions): Promise<{ bucket: BucketSettings; secret: string | null }> {
  const secret = options.secretFile ? await readPassword(options.secretFile) : null
  if (!options.bucket) {
    const { current, stores } = await control.storage.status()
    const bucket = stores.find(({ id }) => id === current)?.bucket
    if (bucket) return { bucket: { ...bucket, ...(options.accessKeyId && { accessKeyId: options.accessKeyId }) }, secret }
    throw new CommandRefused('NO_BUCKET', 'No bucket is in use.', 'Name one with --bucket and what belongs to it.')
  }
  const { accessKeyId, endpoint = null, region = 'us-east-1' } = options
  if (!accessKeyId) throw new CommandRefused('NO_KEY', 'The bucket needs a key.', 'Add --access-key-id and --secret-file.')
  if (endpoint !== null && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new CommandRefused('ENDPOINT', `The endpoint “${endpoint}” is no address.`, 'It begins with https://.')
  }
  const bucket: BucketSettings = {
    endpoint: endpoint?.replace(/\/+$/, '') ?? null,
    region,
    bucket: options.bucket,
    avatarsBucket: options.avatarsBucket ?? null,
    prefix: options.prefix ?? '',
    pathStyle: options.pathStyle ?? profileFor(endpoint).pathStyle,
    accessKeyId,
    hidesMissing: false,
    storageClass: options.storageClass,
    certificateAuthority: options.caFile && readCertificate(options.caFile),
  }
  return { bucket, secret }
}

export async function checkCommand(run: Run<BucketOptions>): Promise<ExitCode> {
  const outcomes: CheckOutcome[] = []
  await asOwner(run, async (control) => {
    const asked = await candidate(control, run.options)
    for await (const outcome of await control.storage.check({ ...asked, accept: run.options.accept ?? [] })) {
      outcomes.push(outcome)
      run.output.answer(outcome, checkLine(outcome))
    }
  })
  return outcomes.every(({ state }) => state === 'passed' || state === 'accepted') ? ExitCode.done : ExitCode.refused
}

export async function switchCommand(
  run: Run<BucketOptions & { to: 's3' | 'local'; delivery?: 'proxy' | 'redirect' }>,
): Promise<void> {
  const { to, accept = [], delivery } = run.options
  const status = await asOwner(run, async (control) => {
    if (to === 'local') return await control.storage.useLocal()
    return (await control.storage.useBucket({ ...(await candidate(control, run.options)), accept, delivery })).status
  })
  const elsewhere = status.stores.filter(({ id, files }) => id !== status.current && files > 0)
  const where = to === 'local' ? 'on this computer' : 'in the bucket'
  const left = elsewhere.map(({ files, bytes }) => `${files} files (${bytesInWords(bytes)})`).join(' and ')
  const more = left && ` ${left} are elsewhere and stay readable; “landline storage move --to ${to}” brings them along.`
  run.output.answer(asStatus(status), `New files are kept ${where} from now on.${more}`)
}

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

/** As scripts read it: never more than the window shows. */
const asStatus = (status: StorageStatus) => ({
  current: status.current,
  stores: status.stores,
  delivery: status.delivery,
  waiting_bytes: status.waitingBytes,
  copies_here: status.copiesHere,
  leftovers_removed: status.leftovers,
  cache: status.cache,
  move: status.move,
  scrub: status.scrub,
})

export async function statusCommand(run: Run): Promise<void> {
  const status = await asOwner(run, (control) => control.storage.status())
  run.output.answer(asStatus(status), statusLines(status))
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

export async function scrubCommand(run: Run<{ all?: boolean }>): Promise<ExitCode> {
  const report = await asOwner(run, (control) => control.storage.scrub({ all: run.options.all ?? false }))
  const { checked, bytes, damaged, unreachable, unused, publicBuckets } = report
  const found = [
    ...damaged.map((file) => `  ${fileInWords(file)}: ${file.cause}`),
    ...unreachable.map(({ store, cause }) => `  ${store}: ${cause}`),
    ...publicBuckets.map((store) => `  ${store}: Everybody can read this bucket.`),
  ]
  const left = unused?.files ? [`${unused.files} files (${bytesInWords(unused.bytes)}) belong to nothing.`] : []
  run.output.answer(
    report,
    [`${checked} files read (${bytesInWords(bytes)}), ${damaged.length} damaged.`, ...found, ...left].join('\n'),
  )
  return found.length === 0 ? ExitCode.done : ExitCode.refused
}

export async function repairCommand(run: Run): Promise<ExitCode> {
  const report = await asOwner(run, (control) => control.storage.repair())
  const { mended, whole, lost } = report
  const words = lost.map((file) => `\n  ${fileInWords(file)}: ${file.cause}`).join('')
  run.output.answer(report, `${mended} files are mended, ${whole} were whole again, ${lost.length} are still broken.${words}`)
  return lost.length === 0 ? ExitCode.done : ExitCode.refused
}

export async function removeCopiesCommand(run: Run): Promise<void> {
  const removed = await asOwner(run, (control) => control.storage.removeCopies())
  run.output.answer(removed, `${removed.files} copies of moved files are removed from this computer.`)
}

export async function policyCommand(run: Run<{ bucket?: string; avatarsBucket?: string; prefix?: string }>): Promise<void> {
  const { bucket, avatarsBucket, prefix } = run.options
  const asked = { ...(bucket && { bucket }), ...(avatarsBucket && { avatarsBucket }), ...(prefix && { prefix }) }
  const { key, avatarsBucket: shown } = await asOwner(run, (control) => control.storage.policy(asked))
  const text = shown ? `For the key:\n${key}\n\nFor the bucket of pictures, if everyone may see them:\n${shown}` : key
  run.output.answer({ key: JSON.parse(key), avatars_bucket: shown && JSON.parse(shown) }, text)
}
