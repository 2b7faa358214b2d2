import { readdir, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Retention } from '../config/backup-settings.ts'
import type { Place } from './destinations.ts'
import { explained } from './failure.ts'
import { pruneJournal } from './journal/prune.ts'
import type { Report } from './progress.ts'
import { BackupRefused } from './refused.ts'
import type { Cipher } from './repository/cipher.ts'
import type { Header } from './repository/header.ts'
import { lockRepository, type RepositoryLock } from './repository/lock.ts'
import { openOwn } from './repository/open.ts'
import { overtake } from './repository/overtaken.ts'
import type { Repository } from './repository/repository.ts'
import { whileThere } from './repository/still-there.ts'
import { type Damage, verifySnapshot } from './repository/verify-snapshot.ts'
import { prune } from './retention/prune.ts'
import type { Manifest } from './snapshot/manifest.ts'
import { type Source, startThreads, type Taken, takeSnapshot } from './snapshot/take.ts'
import type { Untidied } from './state.ts'

export interface Own {
  readonly header: Header
  readonly cipher: Cipher | undefined
  readonly removedKeys: readonly string[]
}

export interface WritingPlace {
  readonly place: Place
  readonly own: Own
  /** For whoever finds it locked. */
  readonly what: string
  readonly signal: AbortSignal
}

/** Does some work on our own backups in a place while nobody else does. @throws BackupRefused */
export async function writing<T>(
  { place, own, what, signal }: WritingPlace,
  work: (repository: Repository, lock: RepositoryLock) => Promise<T>,
): Promise<T> {
  let lock: RepositoryLock | undefined
  try {
    const wait = (milliseconds: number): Promise<unknown> => setTimeout(milliseconds, undefined, { signal })
    const held = await lockRepository(place.store, what, { wait })
    lock = held
    const repository = await openOwn(place.store, own.header, own.cipher, own.removedKeys)
    return await whileThere(place.store, () => work(repository, held))
  } catch (error) {
    signal.throwIfAborted()
    throw explained(error, place.where, place.bucket)
  } finally {
    await lock?.release().catch(() => {}) // where the place is gone, so is the lock, or it ends by itself
  }
}

export interface Making {
  readonly place: Place
  readonly own: Own
  readonly source: Source
  readonly retention: Retention
  readonly reason: Manifest['reason']
  /** A folder of this computer. */
  readonly scratch: string
  /** Unix seconds. */
  readonly now: () => number
  readonly signal: AbortSignal
  readonly warn: (cause: unknown, sentence: string) => void
  readonly report: Report
}

export interface Made extends Taken {
  /** Why what need not be kept could not be removed; null where it is gone. */
  readonly untidied: Untidied | null
}

/**
 * Takes a snapshot, reads all of it back, and only then removes what need not be kept.
 * @throws BackupRefused; what was there before is still there
 */
export async function makeBackup(making: Making): Promise<Made> {
  const { place, own, scratch, source, signal } = making
  startThreads()
  await clearScratch(scratch)
  await refuseFullDisk(scratch, source.database.file)
  return await writing({ place, own, what: 'a backup', signal }, async (repository, lock) => {
    const taken = await takeAndVerify(making, repository, lock)
    await overtake(repository, taken.name)
    await repository.writeCheck({ snapshot: taken.name.id, verifiedAt: making.now(), drilledAt: null })
    // What is being restored may be the next that nothing keeps.
    const untidied = making.reason === 'before a restore' ? null : await tidyUp(making, repository, lock)
    return { ...taken, untidied }
  })
}

/** A good backup is one, also where old ones stay. The lock tells first that a bucket lets nobody remove anything. */
async function tidyUp({ place, retention, report, warn }: Making, repository: Repository, lock: RepositoryLock) {
  report('tidying up', 0, 0)
  const problems: unknown[] = []
  const works = [() => prune(repository, lock, retention), () => pruneJournal(repository), () => lock.release()]
  for (const work of works) {
    await work().catch((error: unknown) => {
      warn(error, `What need not be kept stays in ${place.where}`)
      problems.push(explained(error, place.where, place.bucket))
    })
  }
  return problems.length > 0 ? asUntidied(problems[0]) : null
}

const asUntidied = (problem: unknown): Untidied =>
  problem instanceof BackupRefused
    ? { message: problem.message, nextStep: problem.nextStep }
    : {
        message: 'Landline was not prepared for the reason.',
        nextStep: 'The log in the data folder (logs/landline.log) says more.',
      }

/**
 * Chunks of earlier snapshots may have been damaged since: those are written again, which mends the earlier ones as well. The
 * second try relies on nothing that the first one relied on.
 */
async function takeAndVerify(
  { source, scratch, reason, signal, report }: Making,
  repository: Repository,
  lock: RepositoryLock,
): Promise<Taken> {
  const options = { repository, lock, scratch, reason, signal, report }
  const taken = await takeSnapshot(source, options)
  const damages = await verifySnapshot(repository, taken.name, scratch, signal, report)
  if (damages.length === 0) return taken
  await repository.removeSnapshot(taken.name)
  for (const chunk of damagedChunks(damages)) await repository.chunks(taken.name.isSealed).remove(chunk)
  const again = await takeSnapshot(source, { ...options, byCopy: true })
  const left = await verifySnapshot(repository, again.name, scratch, signal)
  if (left.length === 0) return again
  await repository.removeSnapshot(again.name)
  throw new BackupRefused(
    'SNAPSHOT_DAMAGED',
    `The backup was written, and could not be read back: ${left[0]!.cause}.`,
    'The place may be failing. Choose another one; earlier snapshots were left as they are.',
  )
}

const damagedChunks = (damages: readonly Damage[]): string[] =>
  damages.flatMap(({ object }) => (object.startsWith('chunk ') ? object.slice('chunk '.length) : []))

/** What a run left whose power went. The data folder is ours alone, so no other run is under way. */
async function clearScratch(scratch: string): Promise<void> {
  for (const name of await readdir(scratch)) {
    if (/^\.(snapshot|verify|drill)-/.test(name)) await rm(path.join(scratch, name), { recursive: true, force: true })
  }
}

/** A copy of the database lies here for a while, and in the local backups what is new of it. */
async function refuseFullDisk(scratch: string, database: string): Promise<void> {
  const { bavail, bsize } = await statfs(scratch)
  const needed = 2 * (await stat(database)).size
  if (bavail * bsize >= needed) return
  const [has, needs] = [bavail * bsize, needed].map((bytes) => `${Math.ceil(bytes / 1024 / 1024)} MiB`)
  throw new BackupRefused(
    'DISK_FULL',
    `A backup needs ${needs} of free space on the disk of the data folder for a while, and there are ${has}.`,
    'Free some space there. Earlier backups are as they were.',
  )
}
