import type { Database } from '../../database/connection.ts'
import { discardCopiesNow } from '../blob-queries.ts'
import type { Uploads } from '../uploads.ts'

/** Lets go of the copies on this computer whose files have moved: each was read back where it is now. @returns how many */
export async function removeCopies(uploads: Uploads, database: Database): Promise<number> {
  const files = await database.inTransaction((trx) => discardCopiesNow(trx, 'local', uploads.now()))
  uploads.sweep()
  return files
}
