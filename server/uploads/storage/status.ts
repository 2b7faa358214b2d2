import type { BucketSettings } from '../../config/storage-settings.ts'
import type { Db } from '../../database/connection.ts'
import { bytesSpooled, countCopies, tallyBlobs } from '../blob-queries.ts'
import type { MoveProgress } from '../move/progress.ts'
import type { Tally } from '../move/queries.ts'
import type { Uploads } from '../uploads.ts'
import type { StoreHealth } from './health.ts'
import type { ScrubReport } from './scrub.ts'

export interface StoreStatus extends Tally {
  readonly id: string
  readonly bucket: BucketSettings | null
  readonly byClass: Record<string, Tally>
  readonly health: StoreHealth
}

export interface StorageFacts {
  readonly current: string
  readonly stores: StoreStatus[]
  readonly delivery: 'proxy' | 'redirect'
  readonly waitingBytes: number
  readonly copiesHere: number
  readonly leftovers: Tally
  readonly cache: { readonly bytes: number; readonly maxMib: number; readonly hits: number; readonly misses: number }
  readonly keepCopiesDays: number
  readonly spoolMib: number
  readonly move: MoveProgress
  readonly scrub: ScrubReport | null
}

/** Where files are and how that goes: everything the owner's Storage page shows. */
export async function storageStatus(
  { storage, mover, scrubber, cache, housekeeping, now }: Uploads,
  db: Db,
): Promise<StorageFacts> {
  const { current, buckets, delivery, cacheMib, keepCopiesDays, spoolMib } = storage.settings
  const tallies = await tallyBlobs(db)
  const stores = ['local', ...Object.keys(buckets)].map((id): StoreStatus => {
    const mine = tallies.filter(({ store }) => store === id)
    return {
      id,
      bucket: buckets[id] ?? null,
      files: mine.reduce((sum, { files }) => sum + files, 0),
      bytes: mine.reduce((sum, { bytes }) => sum + bytes, 0),
      byClass: Object.fromEntries(mine.map(({ class: fileClass, files, bytes }) => [fileClass, { files, bytes }])),
      health: storage.health.of(id),
    }
  })
  return {
    current,
    stores,
    delivery,
    waitingBytes: await bytesSpooled(db),
    copiesHere: await countCopies(db, 'local', now()),
    leftovers: housekeeping.leftovers,
    cache: { bytes: cache.bytes, maxMib: cacheMib, hits: cache.hits, misses: cache.misses },
    keepCopiesDays,
    spoolMib,
    move: await mover.progress(),
    scrub: scrubber.last ?? null,
  }
}
