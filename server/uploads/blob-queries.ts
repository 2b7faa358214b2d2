import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Trx } from '../database/connection.ts'
import type { BlobRow } from '../database/schema/uploads.ts'

export type Blob = Selectable<BlobRow>

interface Place {
  readonly key: string
  readonly store: string
}

/** The file has arrived. */
export async function insertBlob(trx: Trx, blob: Insertable<BlobRow>): Promise<void> {
  await trx.insertInto('blobs').values(blob).execute()
  await forgetArriving(trx, blob)
}

/** Writes down what is about to be sent, so that what a crash leaves behind is found. */
export async function noteArriving(trx: Trx, places: readonly Place[], since: number): Promise<void> {
  await trx
    .insertInto('arrivingBlobs')
    .values(places.map(({ key, store }) => ({ key, store, since })))
    .onConflict((conflict) => conflict.columns(['key', 'store']).doUpdateSet({ since }))
    .execute()
}

export async function forgetArriving(trx: Trx, { key, store }: Place): Promise<void> {
  await trx.deleteFrom('arrivingBlobs').where('key', '=', key).where('store', '=', store).execute()
}

/** Files that began to arrive before `since` and did not get there. */
export async function findArrivingSince(db: Db, since: number, limit: number): Promise<Place[]> {
  return await db.selectFrom('arrivingBlobs').select(['key', 'store']).where('since', '<', since).limit(limit).execute()
}

export async function findBlob(db: Db, key: string): Promise<Blob | undefined> {
  return await db.selectFrom('blobs').selectAll().where('key', '=', key).executeTakeFirst()
}

/** Forgets these files; their bytes are removed from their stores soon after the commit. */
export async function discardBlobs(trx: Trx, keys: readonly string[], now: number): Promise<void> {
  if (keys.length === 0) return
  await trx
    .insertInto('discardedBlobs')
    .columns(['key', 'store', 'notBefore'])
    .expression((query) =>
      query
        .selectFrom('blobs')
        .select(({ val }) => ['key', 'store', val(now).as('notBefore')])
        .where('key', 'in', keys),
    )
    .onConflict((conflict) => conflict.columns(['key', 'store']).doUpdateSet({ notBefore: now }))
    .execute()
  await trx.deleteFrom('blobs').where('key', 'in', keys).execute()
}

export async function discardedBlobsDue(db: Db, now: number, limit: number): Promise<{ key: string; store: string }[]> {
  return await db
    .selectFrom('discardedBlobs')
    .select(['key', 'store'])
    .where('notBefore', '<=', now)
    .orderBy('notBefore')
    .limit(limit)
    .execute()
}

export async function isDiscarded(db: Db, key: string, store: string): Promise<boolean> {
  const found = await db
    .selectFrom('discardedBlobs')
    .select('key')
    .where('key', '=', key)
    .where('store', '=', store)
    .executeTakeFirst()
  return found !== undefined
}

export async function deleteDiscarded(trx: Trx, { key, store }: { key: string; store: string }): Promise<void> {
  await trx.deleteFrom('discardedBlobs').where('key', '=', key).where('store', '=', store).execute()
}

/** Bytes of these classes, whichever store holds them. */
export async function bytesStored(db: Db, classes: readonly string[]): Promise<number> {
  const { bytes } = await db
    .selectFrom('blobs')
    .select(({ fn }) => fn.sum<number | null>('bytes').as('bytes'))
    .where('class', 'in', classes)
    .executeTakeFirstOrThrow()
  return bytes ?? 0
}

/** Bytes that wait on this computer for their store to come back. */
export async function bytesSpooled(db: Db): Promise<number> {
  const { bytes } = await db
    .selectFrom('blobs')
    .select(({ fn }) => fn.sum<number | null>('bytes').as('bytes'))
    .where('isSpooled', '=', sql.lit(1))
    .executeTakeFirstOrThrow()
  return bytes ?? 0
}

/** Files and bytes of each class in each store. */
export async function tallyBlobs(db: Db): Promise<{ store: string; class: string; files: number; bytes: number }[]> {
  return await db
    .selectFrom('blobs')
    .select(['store', 'class'])
    .select(({ fn }) => [fn.countAll<number>().as('files'), fn.sum<number>('bytes').as('bytes')])
    .groupBy(['store', 'class'])
    .execute()
}

/**
 * Says that the file is in `target` now, unless somebody removed or moved it since `blob` was read; its bytes where it was
 * are removed at `notBefore`.
 */
export async function repointBlob(trx: Trx, { key, store, sha256 }: Blob, target: string, notBefore: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('blobs')
    .set({ store: target, isSpooled: 0 })
    .where('key', '=', key)
    .where('store', '=', store)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await forgetArriving(trx, { key, store: target })
  await trx
    .insertInto('discardedBlobs')
    .values({ key, store, notBefore })
    .onConflict((conflict) => conflict.columns(['key', 'store']).doUpdateSet({ notBefore }))
    .execute()
  return true
}

export async function spooledBlobs(db: Db, limit: number): Promise<Blob[]> {
  return await db.selectFrom('blobs').selectAll().where('isSpooled', '=', sql.lit(1)).limit(limit).execute()
}

/** Files picked by chance. */
export async function sampleBlobs(db: Db, most: number): Promise<Blob[]> {
  const all = db.selectFrom('blobs').selectAll()
  return await (Number.isFinite(most) ? all.orderBy(sql`random()`).limit(most) : all).execute()
}

/** Lets go now of copies on this computer whose files are safe elsewhere. @returns how many there were */
export async function discardCopiesNow(trx: Trx, store: string, now: number): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('discardedBlobs')
    .set({ notBefore: now })
    .where('store', '=', store)
    .where('notBefore', '>', now)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Copies that stay for a while after their files have moved. */
export async function countCopies(db: Db, store: string, now: number): Promise<number> {
  const { files } = await db
    .selectFrom('discardedBlobs')
    .select(({ fn }) => fn.countAll<number>().as('files'))
    .where('store', '=', store)
    .where('notBefore', '>', now)
    .executeTakeFirstOrThrow()
  return files
}

/** Everything of ours that a store may hold: files, copies that wait to be removed, and what is on its way. */
export async function keysIn(db: Db, store: string): Promise<Set<string>> {
  const files = await db.selectFrom('blobs').select('key').where('store', '=', store).execute()
  const leaving = await db.selectFrom('discardedBlobs').select('key').where('store', '=', store).execute()
  const arriving = await db.selectFrom('arrivingBlobs').select('key').where('store', '=', store).execute()
  return new Set([...files, ...leaving, ...arriving].map(({ key }) => key))
}
