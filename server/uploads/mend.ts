import type { Readable } from 'node:stream'
import type { Database } from '../database/connection.ts'
import type { Blob } from './blob-queries.ts'
import type { FileLibrary } from './file-library.ts'
import { isStillStored } from './inventory.ts'
import { BlobDamaged, verifyIn } from './storage/exact.ts'
import { BlobMissing } from './stores/blob-store.ts'

export type Condition = 'whole' | 'broken' | 'out of reach'

/** Reads a stored file from where its row says it is. */
export async function conditionOf(library: Pick<FileLibrary, 'storeOf'>, blob: Blob, signal?: AbortSignal): Promise<Condition> {
  try {
    await verifyIn(library.storeOf(blob), blob, signal)
    return 'whole'
  } catch (error) {
    signal?.throwIfAborted()
    return error instanceof BlobMissing || error instanceof BlobDamaged ? 'broken' : 'out of reach'
  }
}

/** Puts the content of a broken file back in its place. @throws Error where `body` is not what the file was */
export async function putBack(
  library: Pick<FileLibrary, 'storeOf'>,
  { read }: Pick<Database, 'read'>,
  blob: Blob,
  body: Readable,
): Promise<void> {
  const { key, bytes, sha256, contentType } = blob
  const store = library.storeOf(blob)
  const put = await store.put(key, body, { contentType, bytes, sha256 })
  if (!put.sha256.equals(sha256)) throw new Error(`${key} is not what it was`)
  if (!(await isStillStored(read, key))) await store.delete(key) // somebody removed it while it came back
}
