import { Readable } from 'node:stream'
import type { BlobStore, ByteRange } from '../stores/blob-store.ts'
import { wrongLength } from './exact.ts'

const mostBreaks = 3

/**
 * Part of a file or all of it, exactly, however often the line breaks: what is missing is asked for again.
 * @param range undefined for the whole file
 * @throws what the store says where it gives nothing at all; the stream fails where even asking again did not help
 */
export async function steadily(store: BlobStore, key: string, bytes: number, range: ByteRange | undefined): Promise<Readable> {
  const { start, end } = range ?? { start: 0, end: bytes - 1 }
  const expected = end - start + 1
  const first = await store.get(key, range)
  const whole = async function* () {
    let seen = 0
    let body = first
    for (let breaks = 0; ; ) {
      try {
        for await (const chunk of body as AsyncIterable<Buffer>) {
          seen += chunk.length
          if (seen > expected) break
          yield chunk
        }
        if (seen === expected) return
        throw wrongLength(key, seen, expected)
      } catch (error) {
        if (seen >= expected || ++breaks > mostBreaks) throw error
      }
      body = await store.get(key, { start: start + seen, end })
    }
  }
  return Readable.from(whole(), { objectMode: false })
}
