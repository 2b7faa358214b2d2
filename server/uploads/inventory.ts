import type SQLite from 'better-sqlite3'
import type { Db } from '../database/connection.ts'
import { type Blob, findBlob } from './blob-queries.ts'

const pageSize = 500

/** Every stored file, wherever it is, in the order of keys. For a backup, which must leave none out. */
export async function* storedFiles(db: Db): AsyncIterable<Blob> {
  for (let after = ''; ; ) {
    const page = await db.selectFrom('blobs').selectAll().where('key', '>', after).orderBy('key').limit(pageSize).execute()
    yield* page
    if (page.length < pageSize) return
    after = page.at(-1)!.key
  }
}

/** Files that were stored at a time or later, in Unix seconds. */
export async function filesStoredSince(db: Db, since: number): Promise<Blob[]> {
  return await db.selectFrom('blobs').selectAll().where('createdAt', '>=', since).orderBy('createdAt').execute()
}

/** Whether the file is still in use: one that was removed while somebody looked at it is not missed. */
export async function isStillStored(db: Db, key: string): Promise<boolean> {
  return (await findBlob(db, key)) !== undefined
}

/**
 * Makes a copy of the database forget what it would still do to stores: remove files and move them. They are the original's, too,
 * and it may have put something new there since.
 */
export function leaveStoresAlone(copy: SQLite.Database): void {
  copy.exec(`
    DELETE FROM discardedBlobs;
    DELETE FROM arrivingBlobs;
    UPDATE storageMoves SET state = 'cancelled' WHERE state IN ('running', 'paused')`)
}
