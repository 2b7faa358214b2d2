import { existsSync } from 'node:fs'
import { readdir, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { unixNow } from '../../api/unix-time.ts'
import { StartProblem } from '../../config/problem.ts'
import { replacedName } from './replaced.ts'
import { type Plan, RestoreFile, type Swap, stagingFolder } from './restore-file.ts'
import { cutShortResult, doneResult, rolledBackResult } from './results.ts'
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
  if (journal.state === 'begun')
    file.write({ state: 'over', result: cutShortResult(nowIn(settling), journal.what, journal.snapshot) })
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
    file.write({ state: 'over', result: doneResult(nowIn(settling), settling.folder, swap) })
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
    file.write({ state: 'over', result: rolledBackResult(nowIn(settling), swap, why) })
  } catch (cause) {
    throw stuck(folder, cause)
  }
  if (swap.plan.keychainName !== null) await forget(swap.plan.keychainName).catch(() => {}) // a few useless entries
  await rmdir(path.join(folder, swap.replaced)).catch(() => {})
  await clearAway(folder).catch(() => {})
}

async function planSwap<T>(settling: Settling<T>, plan: Plan): Promise<Swap> {
  const there = (parent: string): string[] => plan.names.filter((name) => existsSync(path.join(parent, name)))
  const { folder } = settling
  return {
    plan,
    replaced: unusedName(folder, nowIn(settling)),
    old: there(folder),
    staged: there(path.join(folder, stagingFolder)),
  }
}

/** A swap takes what is in this folder for what it moved there itself, so two within a second must not share one. */
function unusedName(folder: string, at: number): string {
  const name = replacedName(at)
  return existsSync(path.join(folder, name)) ? unusedName(folder, at + 1) : name
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

const nowIn = <T>({ now }: Settling<T>): number => now?.() ?? unixNow()
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
