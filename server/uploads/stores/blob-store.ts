import type { Readable } from 'node:stream'

/** Bytes from `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface BlobFacts {
  readonly bytes: number
  readonly sha256: Buffer
}

export interface PutOptions {
  readonly contentType?: string
  /** How long `body` is, where that is known: some providers want to hear it first. */
  readonly bytes?: number
  /** What it should turn out to be, where that is known; the provider compares. */
  readonly sha256?: Buffer
  readonly signal?: AbortSignal
}

export interface PresignOptions {
  readonly seconds: number
  /** What the answer's headers shall say, whatever the store recorded. */
  readonly contentType: string
  readonly contentDisposition: string
}

/** A place that holds files under keys. A key is a relative path with `/`; the same key names the same file on every store. */
export interface BlobStore {
  /** As in `blobs.store`. */
  readonly id: string
  /**
   * Stores all of `body`, replacing what was there. Once it resolves the bytes survive a power cut; until then, and when it
   * fails or is aborted, nobody sees any of them.
   */
  put(key: string, body: Readable, options?: PutOptions): Promise<BlobFacts>
  /** @throws BlobMissing */
  get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable>
  /**
   * Reads a file to its end, beside everything else, and compares. A store without it is read by whoever wants to know.
   * @throws BlobMissing, BlobDamaged
   */
  verify?(blob: BlobFacts & { readonly key: string }, signal?: AbortSignal): Promise<void>
  head(key: string): Promise<{ readonly bytes: number } | undefined>
  /** Lets go of what an interrupted `put` may have left under this key and shows to nobody. */
  abandon?(key: string): Promise<void>
  /** Removing what is not there is no error. */
  delete(key: string): Promise<void>
  list(prefix?: string): AsyncIterable<{ readonly key: string; readonly bytes: number }>
  /** An address from which anybody may fetch this file for a while; undefined where the store has none. */
  presign(key: string, options: PresignOptions): Promise<string | undefined>
}

/** The store does not hold this file. */
export class BlobMissing extends Error {
  readonly key: string

  constructor(key: string, options?: ErrorOptions) {
    super(`${key} is not in the store`, options)
    this.name = 'BlobMissing'
    this.key = key
  }
}

const longestKey = 1000

/** @throws Error for a key that could leave its folder or that some store cannot hold; ours never are */
export function checkKey(key: string): void {
  const isFine =
    Buffer.byteLength(key) <= longestKey &&
    key.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= 255) &&
    !/[\0\\]/.test(key)
  if (!isFine) throw new Error(`${JSON.stringify(key)} cannot be the key of a file`)
}
