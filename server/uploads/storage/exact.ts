import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'

/** What a store sent is not what was stored. */
export class BlobDamaged extends Error {
  constructor(key: string, found: string) {
    super(`${key} is damaged: ${found}`)
    this.name = 'BlobDamaged'
  }
}

/** Passes a file on, and fails where it ends early or goes on too long: a short file must not look whole. */
export function exactly(body: Readable, bytes: number, key: string): Readable {
  return Readable.from(
    (async function* () {
      let seen = 0
      for await (const chunk of body as AsyncIterable<Buffer>) {
        seen += chunk.length
        if (seen > bytes) throw new BlobDamaged(key, `more than its ${bytes} bytes`)
        yield chunk
      }
      if (seen < bytes) throw new BlobDamaged(key, `${seen} of its ${bytes} bytes`)
    })(),
    { objectMode: false },
  )
}

/** Reads a file to its end and compares it with what its row says. @throws BlobDamaged */
export async function verify(
  body: Readable,
  { key, bytes, sha256 }: { key: string; bytes: number; sha256: Buffer },
): Promise<void> {
  const hash = createHash('sha256')
  for await (const chunk of exactly(body, bytes, key)) hash.update(chunk as Buffer)
  if (!hash.digest().equals(sha256)) throw new BlobDamaged(key, 'its content changed')
}
