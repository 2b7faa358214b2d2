import type { BucketSettings } from '../../config/storage-settings.ts'
import type { Db } from '../../database/connection.ts'
import type { FileClass } from '../file-class.ts'
import { type KnownAs, named } from '../files/known-as.ts'
import { profileFor } from '../stores/s3/provider-profiles.ts'
import { failuresOf, lastMove, type MoveFailure, type StorageMove, type Tally, tallyToMove } from './queries.ts'

export interface MovePlan extends Tally {
  /** About, in US dollars; null where nobody charges or we do not know what. */
  readonly cost: { readonly perMonth: number; readonly once: number } | null
  readonly byClass: Readonly<Record<string, Tally>>
}

export interface MoveReport {
  readonly state: StorageMove['state']
  readonly to: string
  readonly files: number
  readonly bytes: number
  readonly verified: number
  readonly failed: readonly (MoveFailure & KnownAs)[]
  readonly startedAt: number
  readonly finishedAt: number | null
}

export interface MoveProgress {
  readonly state: StorageMove['state'] | 'none'
  readonly to: string | null
  readonly moved: Tally
  readonly left: Tally
  readonly failed: number
  readonly bytesPerSecond: number
  /** Null while nobody can tell. */
  readonly secondsLeft: number | null
  /** Why it stands still although it runs. */
  readonly waitingFor: string | null
}

/** What only the running move knows. */
interface Now {
  readonly bytesPerSecond: number
  readonly waitingFor: string | null
}

export async function planOf(
  read: Db,
  to: string,
  classes: readonly FileClass[],
  bucket: BucketSettings | undefined,
): Promise<MovePlan> {
  const byClass = await tallyToMove(read, to, classes)
  const all = total(Object.values(byClass))
  return { ...all, byClass, cost: bucket ? costOf(all, bucket) : null }
}

function costOf({ files, bytes }: Tally, { endpoint }: BucketSettings): MovePlan['cost'] {
  const { price } = profileFor(endpoint)
  if (!price) return null
  const cents = (dollars: number): number => Math.ceil(dollars * 100) / 100
  return { perMonth: cents((bytes / 1e9) * price.perGigabyteMonth), once: cents((files / 1000) * price.perThousandUploads) }
}

export async function progressOf(read: Db, { bytesPerSecond, waitingFor }: Now): Promise<MoveProgress> {
  const move = await lastMove(read)
  const nothing = { files: 0, bytes: 0 }
  if (!move) {
    const quiet = { failed: 0, bytesPerSecond: 0, secondsLeft: null, waitingFor: null }
    return { state: 'none', to: null, moved: nothing, left: nothing, ...quiet }
  }
  const failed = (await failuresOf(read, move.id)).length
  const open = total(Object.values(await tallyToMove(read, move.target, classesOf(move))))
  const left = { files: Math.max(0, open.files - failed), bytes: open.bytes }
  return {
    state: move.state,
    to: move.target,
    moved: { files: move.movedFiles, bytes: move.movedBytes },
    left,
    failed,
    bytesPerSecond,
    secondsLeft: bytesPerSecond > 0 ? Math.ceil(left.bytes / bytesPerSecond) : null,
    waitingFor,
  }
}

/** Of the last move. */
export async function reportOf(read: Db): Promise<MoveReport | undefined> {
  const move = await lastMove(read)
  if (!move) return undefined
  const failed = await named(read, await failuresOf(read, move.id))
  return {
    state: move.state,
    to: move.target,
    files: move.movedFiles + failed.length,
    bytes: move.movedBytes,
    verified: move.movedFiles,
    failed,
    startedAt: move.startedAt,
    finishedAt: move.finishedAt,
  }
}

export const classesOf = ({ classes }: StorageMove): FileClass[] => JSON.parse(classes) as FileClass[]

const total = (tallies: readonly Tally[]): Tally => ({
  files: tallies.reduce((sum, { files }) => sum + files, 0),
  bytes: tallies.reduce((sum, { bytes }) => sum + bytes, 0),
})
