import { LRUCache } from 'lru-cache'
import type { RoaringBitmap32 } from 'roaring-wasm'
import type { UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { arrivalsFor } from './arrivals.ts'
import { applyArrivals, loadStored, newestMessageId, type StoredUnread, unpack } from './stored.ts'

/** Looking into a set, not changing it. */
export type UnreadIds = Pick<RoaringBitmap32, 'has' | 'size' | 'minimum' | 'maximum' | 'rank' | 'rangeArray' | 'sliceArray'>

/** One person's set, kept while they are around. */
interface Kept {
  readonly revision: number
  upTo: number
  readonly ids: RoaringBitmap32
}

/** The sets live outside JavaScript's heap: the garbage collector does not know what they weigh. */
const newShelf = () => new LRUCache<UserId, Kept>({ max: 2_000, dispose: ({ ids }) => void ids.dispose() })

/** A shelf for each connection, because each sees its own moment. Only for connections that see committed state. */
const shelves = new WeakMap<Db, LRUCache<UserId, Kept>>()

function shelfOf(db: Db): LRUCache<UserId, Kept> {
  const known = shelves.get(db)
  if (known) return known
  const shelf = newShelf()
  shelves.set(db, shelf)
  return shelf
}

/**
 * Lends what somebody has not read, as of now, to `work`: it must be done with the set when it returns.
 * Not for transactions: these see what is not committed yet (`changeUnread`, `unreadAmong`).
 */
export async function withUnread<T>(db: Db, userId: UserId, work: (unread: UnreadIds) => T): Promise<T> {
  const shelf = shelfOf(db)
  for (;;) {
    const stored = await loadStored(db, userId)
    const newest = await newestMessageId(db)
    const kept = shelf.get(userId)
    const isFresh = kept && kept.revision === stored.revision
    if (isFresh && kept.upTo >= newest) return work(kept.ids)
    const after = isFresh ? kept.upTo : stored.upTo
    const arrivals = await arrivalsFor(db, userId, { after, upTo: Math.max(after, newest) })
    if (isFresh && (shelf.peek(userId) !== kept || kept.upTo !== after)) continue // somebody else caught up meanwhile
    const now = isFresh ? kept : takeUp(shelf, userId, stored)
    applyArrivals(now.ids, arrivals)
    now.upTo = Math.max(after, newest)
    return work(now.ids)
  }
}

function takeUp(shelf: LRUCache<UserId, Kept>, userId: UserId, stored: StoredUnread): Kept {
  const kept = { revision: stored.revision, upTo: stored.upTo, ids: unpack(stored) }
  shelf.set(userId, kept)
  return kept
}
