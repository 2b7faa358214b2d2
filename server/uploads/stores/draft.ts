import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { BlobFacts } from './blob-store.ts'

/** A whole file on this computer's disk that no store shows yet. */
export interface Draft extends BlobFacts {
  readonly file: string
}

/** The sender sent more than it may. */
export class TooManyBytes extends Error {
  readonly limit: number

  constructor(limit: number) {
    super(`More than ${limit} bytes`)
    this.name = 'TooManyBytes'
    this.limit = limit
  }
}

/**
 * Writes `body` to `file`, which must not exist, down to the disk itself. Leaves nothing behind when it fails.
 * @throws TooManyBytes
 */
export async function writeDraft(file: string, body: Readable, maxBytes = Number.POSITIVE_INFINITY): Promise<Draft> {
  const handle = await open(file, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new TooManyBytes(maxBytes)
      hash.update(chunk)
      await writeAll(handle, chunk)
    }
    await handle.sync()
    await handle.close()
    return { file, bytes, sha256: hash.digest() }
  } catch (error) {
    await handle.close()
    await rm(file, { force: true })
    throw error
  }
}

async function writeAll(handle: Awaited<ReturnType<typeof open>>, chunk: Buffer): Promise<void> {
  let done = 0
  while (done < chunk.length) done += (await handle.write(chunk, done)).bytesWritten
}
