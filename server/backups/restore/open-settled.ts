import { existsSync } from 'node:fs'
import { readdir, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { StartProblem } from '../../config/problem.ts'
import { keptUntil, replacedName } from './replaced.ts'
import { type Plan, RestoreFile, type RestoreResult, type Swap, stagingFolder, type What } from './restore-file.ts'
import { realDisk, type SwapDisk, swapBack, swapIn } from './swap.ts'

export interface Settling<T> {
  /** The data folder, locked and with nothing in it open. */
  readonly folder: string
  readonly disk?: SwapDisk
  /** Unix seconds. */
  readonly now?: () => number
  open(): Promise<T>
  close(opened: T): Promise<void>
  /** Whether what is open can be used. @throws Error that says what is wrong with it */
  probe(opened: T, expected: Plan['expected']): Promise<void>
  /** Secrets that came with what had to go again. */
  forget(keychainName: string): Promise<void>
}

/**
 * Opens what the data folder holds. Where a restore waits, it is brought in and tried first, and taken back unless it can be used;
 * one that was cut short, wherever that was, is finished or undone.
 * @throws what `open` throws; StartProblem where the disk lets us go neither on nor back
 */
export async function openSettled<T>(settling: Settling<T>): Promise<T> {
  const { folder } = settling
  const file = new RestoreFile(folder)
  const journal = readJournal(file)
  if (journal.state === 'staged') return await bringIn(settling, file, await planSwap(settling, journal.plan))
  if (journal.state === 'swapping') return await bringIn(settling, file, journal.swap)
  if (journal.state === 'trial') {
    await undo(settling, file, journal.swap, 'Landline ended while it tried what had been brought back')
  }
  if (journal.state === 'undoing') await undo(settling, file, journal.swap, journal.why)
  if (journal.state === 'begun') file.write({ state: 'over', result: cutShortResult(settling, journal) })
  await clearAway(folder)
  return await settling.open()
}

async function bringIn<T>(settling: Settling<T>, file: RestoreFile, swap: Swap): Promise<T> {
  const { folder, disk = realDisk } = settling
  try {
    file.write({ state: 'swapping', swap })
    await forgetJournal(folder)
    await swapIn(disk, folder, swap)
    file.write({ state: 'trial', swap })
    const opened = await tryOut(settling, file, swap)
    await clearAway(folder).catch(() => {}) // the next start tries again
    return opened
  } catch (error) {
    await undo(settling, file, swap, reasonOf(error))
    return await settling.open()
  }
}

async function tryOut<T>(settling: Settling<T>, file: RestoreFile, swap: Swap): Promise<T> {
  const opened = await settling.open()
  try {
    await settling.probe(opened, swap.plan.expected)
    file.write({ state: 'over', result: doneResult(settling, swap) })
    return opened
  } catch (error) {
    await settling.close(opened)
    throw error
  }
}

async function undo<T>(settling: Settling<T>, file: RestoreFile, swap: Swap, why: string): Promise<void> {
  const { folder, disk = realDisk, forget } = settling
  try {
    file.write({ state: 'undoing', swap, why })
    await swapBack(disk, folder, swap)
    await forgetJournal(folder)
    file.write({ state: 'over', result: rolledBackResult(settling, swap, why) })
  } catch (cause) {
    throw stuck(folder, cause)
  }
  if (swap.plan.keychainName !== null) await forget(swap.plan.keychainName).catch(() => {}) // a few useless entries
  await rmdir(path.join(folder, swap.replaced)).catch(() => {})
  await clearAway(folder).catch(() => {})
}

async function planSwap<T>({ folder, now = unixNow }: Settling<T>, plan: Plan): Promise<Swap> {
  const there = (parent: string): string[] => plan.names.filter((name) => existsSync(path.join(parent, name)))
  return { plan, replaced: replacedName(now()), old: there(folder), staged: there(path.join(folder, stagingFolder)) }
}

/** What it was about to ship follows from another database than the one that is there now. */
const forgetJournal = (folder: string): Promise<void> =>
  rm(path.join(folder, 'backups', '.journal'), { recursive: true, force: true })

/** What a restore leaves that is over, or never came to anything. */
async function clearAway(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(stagingFolder))
  for (const name of left) await rm(path.join(folder, name), { recursive: true, force: true })
}

function readJournal(file: RestoreFile) {
  try {
    return file.read()
  } catch (cause) {
    throw new StartProblem(
      'RESTORE_UNFINISHED',
      `${path.join(file.folder, 'restore.json')}, which says how far a restore has come, cannot be read.`,
      'If a restore was under way, put back what is in the folder “replaced-…” beside it. Then remove that file and start again.',
      { cause },
    )
  }
}

const stuck = (folder: string, cause: unknown): StartProblem =>
  new StartProblem(
    'RESTORE_UNFINISHED',
    `A restore could neither be finished nor undone, because ${folder} cannot be changed: ${reasonOf(cause)}.`,
    'See that the disk has room and can be written to, then start Landline again: it goes on where it stopped. Nothing is lost.',
    { cause },
  )

function doneResult<T>({ folder, now = unixNow }: Settling<T>, { plan, replaced, old }: Swap): RestoreResult {
  const { organization, people, messages } = plan.expected
  const words = `${people} ${people === 1 ? 'person' : 'people'} and ${messages} messages`
  return {
    ...outcome(plan, now()),
    outcome: 'done',
    code: null,
    message: `${organization ?? 'Everything'} is back: ${words}.`,
    nextStep: null,
    replaced: old.length > 0 ? { folder: path.join(folder, replaced), keptUntil: keptUntil(now()) } : null,
  }
}

function rolledBackResult<T>({ now = unixNow }: Settling<T>, { plan }: Swap, why: string): RestoreResult {
  return {
    ...outcome(plan, now()),
    outcome: 'rolled back',
    code: 'RESTORE_ROLLED_BACK',
    message: `The snapshot was put in place, but could not be used: ${why}. Everything is as it was before.`,
    nextStep: 'Choose another snapshot, or try again. The log (logs/landline.log) may say more.',
    replaced: null,
  }
}

const cutShortResult = <T>(
  { now = unixNow }: Settling<T>,
  { what, snapshot }: { readonly what: What; readonly snapshot: string },
): RestoreResult => ({
  ...outcome({ snapshot, notes: [], safetySnapshot: null }, now()),
  what,
  outcome: 'failed',
  code: 'RESTORE_CUT_SHORT',
  message: 'Landline ended in the middle of the restore. Nothing was replaced.',
  nextStep: 'Begin it again.',
  replaced: null,
})

const outcome = ({ snapshot, notes, safetySnapshot }: Pick<Plan, 'snapshot' | 'notes' | 'safetySnapshot'>, at: number) =>
  ({ at, what: 'everything', snapshot, notes, safetySnapshot }) as const

const unixNow = (): number => Math.floor(Date.now() / 1000)
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
