import type { CheckOutcome, StorageStatus } from '../../control/contract.ts'
import { ExitCode } from '../exit-codes.ts'
import { bytesInWords, timeInWords } from '../in-words.ts'
import type { Run } from '../run.ts'
import { asOwner } from '../with-control.ts'
import { type CandidateOptions, candidate } from './candidate.ts'
import { checkLine, fileInWords, statusLines } from './words.ts'

export async function checkCommand(run: Run<CandidateOptions>): Promise<ExitCode> {
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
  run: Run<CandidateOptions & { to: 's3' | 'local'; delivery?: 'proxy' | 'redirect' }>,
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
  const { mended, back, whole, lost } = report
  const words = [
    ...back.map((file) => `\n  ${fileInWords(file)}: back from the backup of ${timeInWords(file.at)} in ${file.place}`),
    ...lost.map((file) => `\n  ${fileInWords(file)}: ${file.cause}`),
  ]
  const sums = `${mended} files are mended, ${whole} were whole again, ${lost.length} are still broken.`
  run.output.answer(report, sums + words.join(''))
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
