import { RoaringBitmap32 } from 'roaring-wasm'
import type { MessageId, UserId } from '../../api/ids.ts'
import { builtOnce } from '../../database/built-once.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { type Arrivals, arrivalsFor } from './arrivals.ts'

/*
 * Sending does nothing per reader. What somebody has not read is one compressed set, true up to a message; what came since is
 * added when somebody asks. docs/decisions/unread.md tells why.
 */

/** What is stored of one person: `revision` 0 where nothing is yet. */
export interface StoredUnread {
  readonly revision: number
  readonly upTo: number
  readonly messageIds: Uint8Array | undefined
}

const nothing: StoredUnread = { revision: 0, upTo: 0, messageIds: undefined }

const newestMessage = builtOnce((db) => db.selectFrom('messages').select('id').orderBy('id', 'desc').limit(1))

/** 0 where there is none. */
export async function newestMessageId(db: Db): Promise<number> {
  const [row] = await newestMessage(db)
  return row?.id ?? 0
}

const storedSet = builtOnce((db, userId: UserId) => db.selectFrom('unreadSets').selectAll().where('userId', '=', userId))

export async function loadStored(db: Db, userId: UserId): Promise<StoredUnread> {
  const [row] = await storedSet(db, userId)
  return row ? { revision: row.revision, upTo: row.upToMessageId, messageIds: row.messageIds } : nothing
}

export const unpack = ({ messageIds }: StoredUnread): RoaringBitmap32 =>
  messageIds ? RoaringBitmap32.deserialize('portable', messageIds) : new RoaringBitmap32()

export function applyArrivals(ids: RoaringBitmap32, { unread, left }: Arrivals): void {
  if (left.length > 0) ids.removeMany(left)
  if (unread.length > 0) ids.addMany(unread)
}

async function store(trx: Trx, userId: UserId, revision: number, upTo: number, ids: RoaringBitmap32): Promise<void> {
  ids.optimize()
  const row = { revision, upToMessageId: upTo, messageIds: Buffer.from(ids.serialize('portable')) }
  await trx
    .insertInto('unreadSets')
    .values({ userId, ...row })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(row))
    .execute()
}

/** Brings what is stored up to date, as `db` sees it: a transaction sees its own changes. The set is gone after `use`. */
async function withUnread<T>(
  db: Db,
  userId: UserId,
  use: (ids: RoaringBitmap32, revision: number, upTo: number) => T | Promise<T>,
): Promise<T> {
  const stored = await loadStored(db, userId)
  const upTo = Math.max(stored.upTo, await newestMessageId(db))
  const arrivals = await arrivalsFor(db, userId, { after: stored.upTo, upTo })
  const ids = unpack(stored)
  try {
    applyArrivals(ids, arrivals)
    return await use(ids, stored.revision, upTo)
  } finally {
    ids.dispose()
  }
}

/**
 * Changes what somebody has not read, durably. `change` sees the set as of this transaction and says how many ids it changed;
 * without any, nothing is written.
 */
export async function changeUnread(trx: Trx, userId: UserId, change: (ids: RoaringBitmap32) => number): Promise<void> {
  await withUnread(trx, userId, async (ids, revision, upTo) => {
    if (change(ids) > 0) await store(trx, userId, revision + 1, upTo, ids)
  })
}

/** Stores the set as it is now, for one who has been away so long that catching up would keep others waiting. */
export const settleUnread = (trx: Trx, userId: UserId): Promise<void> => changeUnread(trx, userId, () => 1)

/** So many messages are caught up with in a few milliseconds. */
const soon = 20_000

/** Whether so much was said since somebody's set was stored that each catching up takes its time. */
export async function isFarBehind(db: Db, userId: UserId): Promise<boolean> {
  return (await newestMessageId(db)) - (await loadStored(db, userId)).upTo > soon
}

/** Which of these, ascending, they have not read. */
export const unreadAmong = (db: Db, userId: UserId, messageIds: readonly MessageId[]): Promise<Set<MessageId>> =>
  withUnread(db, userId, (ids) => new Set(messageIds.filter((id) => ids.has(id))))
