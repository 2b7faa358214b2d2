import { findArrivingSince, findBlob, forgetArriving, isDiscarded, noteArriving } from './blob-queries.ts'
import type { CopyParts } from './move/copy.ts'
import type { Tally } from './move/queries.ts'

const day = 24 * 60 * 60
const atOnce = 100

/**
 * Removes what a crash left in a store: files that were on their way there for longer than a day and got no row. Only what we
 * noted down before we sent it: a bucket may hold other people's files, and those of the server that this one was restored from.
 * @returns what there was to remove
 */
export async function removeAbandoned(parts: CopyParts, failed: (cause: unknown, key: string) => void): Promise<Tally> {
  const { database, locks, now } = parts
  let [files, bytes] = [0, 0]
  for (const one of await findArrivingSince(database.read, now() - day, atOnce)) {
    await locks.with(one.key, async () => {
      try {
        const left = await removeOne(parts, one)
        files += left === undefined ? 0 : 1
        bytes += left ?? 0
        await database.inTransaction((trx) => forgetArriving(trx, one))
      } catch (cause) {
        failed(cause, one.key)
        await database.inTransaction((trx) => noteArriving(trx, [one], now())) // and again tomorrow
      }
    })
  }
  return { files, bytes }
}

interface Arriving {
  readonly key: string
  readonly store: string
}

/** @returns its bytes, if there was a file */
async function removeOne({ database, storage }: CopyParts, { key, store }: Arriving): Promise<number | undefined> {
  const hasArrived = (await findBlob(database.read, key))?.store === store
  if (hasArrived || (await isDiscarded(database.read, key, store))) return undefined
  const place = storage.store(store)
  await place.abandon?.(key)
  const found = await place.head(key)
  if (found) await place.delete(key)
  return found?.bytes
}
