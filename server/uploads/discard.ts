import type { Database } from '../database/connection.ts'
import { deleteDiscarded, discardedBlobsDue, findBlob } from './blob-queries.ts'
import type { KeyLocks } from './storage/key-locks.ts'
import type { Storage } from './storage/storage.ts'

const atOnce = 100

interface Parts {
  readonly database: Database
  readonly storage: Storage
  readonly locks: KeyLocks
  readonly now: () => number
  readonly failed: (cause: unknown, key: string) => void
}

/**
 * Removes the bytes of files that were discarded, now and after a crash in between: the list is in the database.
 * One that a store will not remove stays listed; `failed` hears of it.
 */
export async function removeDiscarded({ database, storage, locks, now, failed }: Parts): Promise<void> {
  const refused = new Set<string>()
  for (;;) {
    const due = (await discardedBlobsDue(database.read, now(), atOnce + refused.size)).filter(({ key }) => !refused.has(key))
    if (due.length === 0) return
    for (const one of due) {
      await locks.with(one.key, async () => {
        try {
          // A file may have come back to where a copy of it was to be removed.
          const isBack = (await findBlob(database.read, one.key))?.store === one.store
          if (!isBack) await storage.store(one.store).delete(one.key)
          await database.inTransaction((trx) => deleteDiscarded(trx, one))
        } catch (cause) {
          refused.add(one.key)
          failed(cause, one.key)
        }
      })
    }
  }
}
