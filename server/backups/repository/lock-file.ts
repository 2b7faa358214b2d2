import { createHash } from 'node:crypto'
import { hostname, networkInterfaces } from 'node:os'
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { RecordDamaged, readRecord, writeRecord } from './record.ts'
import { findWhole, writeWhole } from './whole.ts'

const Holder = z.object({
  host: z.string(),
  /** Tells computers of the same name apart. */
  machine: z.string(),
  pid: z.number(),
  what: z.string(),
  /** Unix milliseconds. */
  since: z.number(),
  renewedAt: z.number(),
})
export type Holder = z.infer<typeof Holder>

export const lockFolder = 'locks/'

export const thisMachine = createHash('sha256')
  .update(
    JSON.stringify([
      hostname(),
      ...Object.values(networkInterfaces())
        .flatMap((all) => all?.map(({ mac }) => mac) ?? [])
        .toSorted(),
    ]),
  )
  .digest('hex')
  .slice(0, 16)

export async function writeHolder(store: BlobStore, key: string, holder: Holder): Promise<void> {
  await writeWhole(store, key, writeRecord(holder))
}

/** Undefined for a lock that is gone, or that nobody can read. */
export async function readHolder(store: BlobStore, key: string): Promise<Holder | undefined> {
  try {
    const record = await findWhole(store, key)
    return record && readRecord(record, Holder, key)
  } catch (error) {
    if (error instanceof RecordDamaged || error instanceof z.ZodError) return undefined
    throw error
  }
}

/**
 * Removes a lock. Where a bucket lets us write and not remove, it becomes empty, which says the same.
 * @returns why it could not be removed
 */
export async function removeLock(store: BlobStore, key: string): Promise<unknown> {
  try {
    await store.delete(key)
  } catch (error) {
    await store.put(key, Readable.from([], { objectMode: false }), { bytes: 0 })
    return error
  }
}
