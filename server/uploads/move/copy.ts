import type { Readable } from 'node:stream'
import type { Database, Trx } from '../../database/connection.ts'
import { type Blob, deleteDiscarded, findBlob, isDiscarded, repointBlob } from '../blob-queries.ts'
import { BlobDamaged, exactly, verifyIn } from '../storage/exact.ts'
import type { KeyLocks } from '../storage/key-locks.ts'
import type { Storage } from '../storage/storage.ts'
import { BlobMissing, type BlobStore } from '../stores/blob-store.ts'
import type { Turns } from '../turns.ts'

export interface CopyParts {
  readonly database: Database
  readonly storage: Storage
  readonly locks: KeyLocks
  readonly now: () => number
}

export interface CopyOptions {
  /** Seconds for which the file also stays where it was. */
  readonly keepFor: number
  readonly signal: AbortSignal
  /** Written together with the file's new place. */
  readonly record?: (trx: Trx) => Promise<void>
  /** How many are sent at once, and how many read back beside that. */
  readonly turns?: { readonly sending: Turns; readonly readingBack: Turns }
  /** Shares a commit with other files of the move. */
  readonly together?: Pick<Database, 'inTransaction'>
  /** Slows the bytes down and counts them. */
  readonly through?: (body: Readable) => Readable
}

/** The file itself is at fault. */
export class SourceLost extends Error {
  /** It came damaged, which it may not be where it lies. */
  readonly mayHaveBeenTheLine: boolean

  constructor(message: string, mayHaveBeenTheLine: boolean, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SourceLost'
    this.mayHaveBeenTheLine = mayHaveBeenTheLine
  }
}

/** A store is at fault, for this file or for all. */
export class StoreTrouble extends Error {
  readonly store: string

  constructor(store: string, cause: unknown) {
    super(`${store}: ${(cause as Error).message}`, { cause })
    this.name = 'StoreTrouble'
    this.store = store
  }
}

/**
 * Brings one file to another store: copies it, reads the copy back, compares the hash, and only then says in its row that it
 * is there. Interrupted anywhere, the file is where its row says.
 * @returns false where somebody removed or moved the file in the meantime
 * @throws SourceLost, StoreTrouble; the signal's reason
 */
export async function copyBlob(parts: CopyParts, blob: Blob, target: BlobStore, options: CopyOptions): Promise<boolean> {
  return await parts.locks.with(blob.key, async () => {
    const { database, now } = parts
    const { together = database } = options
    if ((await findBlob(database.read, blob.key))?.store !== blob.store) return false
    // A copy from before that waits to be removed is wanted again, and must not go while we write it.
    if (await isDiscarded(database.read, blob.key, target.id)) {
      await together.inTransaction((trx) => deleteDiscarded(trx, { key: blob.key, store: target.id }))
    }
    if (!(await isThere(target, blob))) {
      await inTurn(options.turns?.sending, () => copy(parts, blob, target, options))
      options.signal.throwIfAborted()
      await inTurn(options.turns?.readingBack, () => readBack(target, blob, options.signal))
    }
    const isMoved = await together.inTransaction(async (trx) => {
      const isStillThere = await repointBlob(trx, blob, target.id, now() + options.keepFor)
      if (isStillThere) await options.record?.(trx)
      return isStillThere
    })
    if (!isMoved) await target.delete(blob.key)
    return isMoved
  })
}

const inTurn = (turns: Turns | undefined, work: () => Promise<void>): Promise<void> => (turns ? turns.run(work) : work())

async function copy({ storage }: CopyParts, blob: Blob, target: BlobStore, { signal, through }: CopyOptions): Promise<void> {
  const source = storage.store(blob.store)
  const body = exactly(await open(source, blob, signal), blob.bytes, blob.key)
  try {
    const sent = through ? through(body) : body
    const { sha256 } = await target.put(blob.key, sent, {
      contentType: blob.contentType,
      bytes: blob.bytes,
      sha256: blob.sha256,
      signal,
    })
    if (sha256.equals(blob.sha256)) return
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (body.errored instanceof BlobDamaged) throw new SourceLost(`Damaged: ${body.errored.message}`, true, { cause })
    throw new StoreTrouble(body.errored ? source.id : target.id, cause)
  }
  await target.delete(blob.key)
  throw new SourceLost('Damaged: its content is not what was once stored', true)
}

async function open(source: BlobStore, blob: Blob, signal: AbortSignal): Promise<Readable> {
  try {
    return await source.get(blob.key, undefined, signal)
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    throw cause instanceof BlobMissing
      ? new SourceLost('Missing where it was stored', false, { cause })
      : new StoreTrouble(source.id, cause)
  }
}

async function readBack(target: BlobStore, blob: Blob, signal: AbortSignal): Promise<void> {
  try {
    await verifyIn(target, blob, signal)
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    throw new StoreTrouble(target.id, cause)
  }
}

/** Whether this computer still has its copy from before the file moved away: then nothing needs to be fetched. */
async function isThere(target: BlobStore, blob: Blob): Promise<boolean> {
  if (target.id !== 'local' || (await target.head(blob.key))?.bytes !== blob.bytes) return false
  try {
    await verifyIn(target, blob)
    return true
  } catch {
    return false
  }
}
