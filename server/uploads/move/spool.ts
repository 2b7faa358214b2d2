import { sql } from 'kysely'
import { noteArriving, spooledBlobs } from '../blob-queries.ts'
import { type CopyParts, copyBlob, StoreTrouble } from './copy.ts'

const atOnce = 50

/**
 * Sends files that wait on this computer to the store they were meant for, until none waits or the store is away again.
 * Where the owner has gone back to this computer, they are at home already.
 */
export async function drainSpool(parts: CopyParts, signal: AbortSignal): Promise<void> {
  const { database, storage } = parts
  const given = new Set<string>()
  for (;;) {
    const waiting = (await spooledBlobs(database.read, atOnce + given.size)).filter(({ key }) => !given.has(key))
    if (waiting.length === 0 || signal.aborted) return
    if (storage.current === storage.local) {
      await database.inTransaction((trx) =>
        trx.updateTable('blobs').set({ isSpooled: 0 }).where('isSpooled', '=', sql.lit(1)).execute(),
      )
      return
    }
    if (!storage.health.isWorthATry(storage.current.id)) return
    const places = waiting.map(({ key }) => ({ key, store: storage.current.id }))
    await database.inTransaction((trx) => noteArriving(trx, places, parts.now()))
    for (const blob of waiting) {
      try {
        await copyBlob(parts, blob, storage.current, { keepFor: 0, signal })
        storage.health.worked(storage.current.id)
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof StoreTrouble) return void storage.failed(error.store, error.cause)
        given.add(blob.key) // lost here: a move would list it; nobody can mend it by waiting
      }
    }
  }
}
