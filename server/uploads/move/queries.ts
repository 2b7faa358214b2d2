import type { Insertable, Selectable } from 'kysely'
import type { Db, Trx } from '../../database/connection.ts'
import type { StorageMoveRow } from '../../database/schema/uploads.ts'
import type { Blob } from '../blob-queries.ts'

export type StorageMove = Selectable<StorageMoveRow>

export interface MoveFailure {
  readonly key: string
  readonly class: string
  readonly cause: string
}

export async function insertMove(trx: Trx, move: Insertable<StorageMoveRow>): Promise<StorageMove> {
  return await trx.insertInto('storageMoves').values(move).returningAll().executeTakeFirstOrThrow()
}

/** The move that is under way or paused, else the last one. */
export async function lastMove(db: Db): Promise<StorageMove | undefined> {
  return await db.selectFrom('storageMoves').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
}

export async function updateMove(trx: Trx, id: number, change: Partial<StorageMove>): Promise<void> {
  await trx.updateTable('storageMoves').set(change).where('id', '=', id).execute()
}

export async function countMoved(trx: Trx, id: number, bytes: number): Promise<void> {
  await trx
    .updateTable('storageMoves')
    .set(({ eb }) => ({ movedFiles: eb('movedFiles', '+', 1), movedBytes: eb('movedBytes', '+', bytes) }))
    .where('id', '=', id)
    .execute()
}

export async function insertFailure(trx: Trx, moveId: number, failure: MoveFailure): Promise<void> {
  await trx
    .insertInto('storageMoveFailures')
    .values({ moveId, ...failure })
    .onConflict((conflict) => conflict.columns(['moveId', 'key']).doUpdateSet({ cause: failure.cause }))
    .execute()
}

export async function failuresOf(db: Db, moveId: number): Promise<MoveFailure[]> {
  return await db
    .selectFrom('storageMoveFailures')
    .select(['key', 'class', 'cause'])
    .where('moveId', '=', moveId)
    .orderBy('key')
    .execute()
}

const awaiting = (db: Db, target: string, classes: readonly string[]) =>
  db.selectFrom('blobs').where('store', '<>', target).where('class', 'in', classes)

/** Files that a move has still to bring, after `key` in the order of keys; those it gave up are left out. */
export async function filesToMove(
  db: Db,
  { id, target }: Pick<StorageMove, 'id' | 'target'>,
  classes: readonly string[],
  after: string,
  limit: number,
): Promise<Blob[]> {
  return await awaiting(db, target, classes)
    .selectAll()
    .where('key', '>', after)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('storageMoveFailures')
            .select('storageMoveFailures.key')
            .whereRef('storageMoveFailures.key', '=', 'blobs.key')
            .where('moveId', '=', id),
        ),
      ),
    )
    .orderBy('key')
    .limit(limit)
    .execute()
}

export interface Tally {
  readonly files: number
  readonly bytes: number
}

/** What a move to `target` has before it, by class. */
export async function tallyToMove(db: Db, target: string, classes: readonly string[]): Promise<Record<string, Tally>> {
  const rows = await awaiting(db, target, classes)
    .select('class')
    .select(({ fn }) => [fn.countAll<number>().as('files'), fn.sum<number>('bytes').as('bytes')])
    .groupBy('class')
    .execute()
  return Object.fromEntries(rows.map(({ class: fileClass, files, bytes }) => [fileClass, { files, bytes }]))
}
