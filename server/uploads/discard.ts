import type { Database } from '../database/connection.ts'
import { deleteDiscarded, discardedBlobsDue } from './blob-queries.ts'
import type { FileLibrary } from './file-library.ts'

const atOnce = 100

/**
 * Removes the bytes of files that were discarded, now and after a crash in between: the list is in the database.
 * One that a store will not remove stays listed; `failed` hears of it.
 */
export async function removeDiscarded(
  database: Database,
  files: FileLibrary,
  now: number,
  failed: (cause: unknown, key: string) => void,
): Promise<void> {
  const refused = new Set<string>()
  for (;;) {
    const due = (await discardedBlobsDue(database.read, now, atOnce + refused.size)).filter(({ key }) => !refused.has(key))
    if (due.length === 0) return
    for (const blob of due) {
      try {
        await files.storeOf(blob).delete(blob.key)
      } catch (cause) {
        refused.add(blob.key)
        failed(cause, blob.key)
        continue
      }
      await database.inTransaction((trx) => deleteDiscarded(trx, blob))
    }
  }
}
