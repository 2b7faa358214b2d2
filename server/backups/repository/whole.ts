import { Readable } from 'node:stream'
import { BlobMissing, type BlobStore } from '../../uploads/stores/blob-store.ts'

/** Writes what is small enough to be in memory whole. */
export async function writeWhole(store: BlobStore, key: string, bytes: Buffer): Promise<void> {
  await store.put(key, Readable.from([bytes], { objectMode: false }), { bytes: bytes.length })
}

/** @returns bytes that nobody else has @throws BlobMissing */
export async function readWhole(store: BlobStore, key: string): Promise<Buffer> {
  const pieces: Buffer[] = [] // as `buffer` of node:stream/consumers does, without the detour over a Blob
  for await (const piece of await store.get(key)) pieces.push(piece as Buffer)
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
}

/** Undefined where there is nothing of that name. */
export async function findWhole(store: BlobStore, key: string): Promise<Buffer | undefined> {
  try {
    return await readWhole(store, key)
  } catch (error) {
    if (error instanceof BlobMissing) return undefined
    throw error
  }
}
