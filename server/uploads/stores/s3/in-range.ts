import { Readable } from 'node:stream'
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import type { ByteRange } from '../blob-store.ts'

/** The store answered, but not with what was asked for. */
export class StoreMisbehaves extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StoreMisbehaves'
  }
}

/** What was asked for, also from a provider that sends more of the file around it, or all of it. */
export function inRange({ Body, ContentLength, ContentRange }: GetObjectCommandOutput, range: ByteRange, key: string): Readable {
  const body = Body as Readable
  if (ContentRange !== undefined && ContentLength === range.end - range.start + 1) return body
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(ContentRange ?? 'bytes 0-9007199254740991/') ?? []
  if (Number(first) <= range.start && Number(last) >= range.end) return Readable.from(cut(body, range, Number(first)), bytes)
  body.destroy()
  throw new StoreMisbehaves(`Asked for bytes ${range.start} to ${range.end} of ${key}, the store sends ${ContentRange}`)
}

const bytes = { objectMode: false }

async function* cut(body: Readable, { start, end }: ByteRange, first: number): AsyncIterable<Buffer> {
  let at = first
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at))
    at += chunk.length
    if (piece.length > 0) yield piece
    if (at > end) return
  }
}
