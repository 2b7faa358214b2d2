import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { BlobFacts, BlobStore } from '../stores/blob-store.ts'

/** What a store sent is not what was stored. */
export class BlobDamaged extends Error {
  readonly found: string

  constructor(key: string, found: string) {
    super(`${key} is damaged: ${found}`)
    this.name = 'BlobDamaged'
    this.found = found
  }
}

export const wrongLength = (key: string, seen: number, bytes: number): BlobDamaged =>
  new BlobDamaged(key, seen > bytes ? `more than its ${bytes} bytes` : `${seen} of its ${bytes} bytes`)

/** Passes a file on, and fails where it ends early or goes on too long: a short file must not look whole. */
export function exactly(body: Readable, bytes: number, key: string): Readable {
  return Readable.from(
    (async function* () {
      let seen = 0
      for await (const chunk of body as AsyncIterable<Buffer>) {
        seen += chunk.length
        if (seen > bytes) throw wrongLength(key, seen, bytes)
        yield chunk
      }
      if (seen < bytes) throw wrongLength(key, seen, bytes)
    })(),
    { objectMode: false },
  )
}

/**
 * Reads a file to its end and compares it with what its row says.
 * @param doneWith hears of each piece that was looked at
 * @throws BlobDamaged
 */
export async function verify(
  body: Readable,
  { key, bytes, sha256 }: BlobFacts & { readonly key: string },
  doneWith: (piece: Buffer) => void = () => {},
): Promise<void> {
  const hash = createHash('sha256')
  let seen = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    seen += chunk.length
    if (seen > bytes) break
    hash.update(chunk)
    doneWith(chunk)
  }
  if (seen !== bytes) throw wrongLength(key, seen, bytes)
  if (!hash.digest().equals(sha256)) throw new BlobDamaged(key, 'its content changed')
}

/** The same for a file in a store, which may do it better by itself. @throws BlobDamaged, BlobMissing */
export async function verifyIn(
  store: BlobStore,
  blob: BlobFacts & { readonly key: string },
  signal?: AbortSignal,
): Promise<void> {
  if (store.verify) await store.verify(blob, signal)
  else await verify(await store.get(blob.key, undefined, signal), blob)
}
