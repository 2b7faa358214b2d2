import { subtle } from 'node:crypto'
import type { Readable } from 'node:stream'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { BlobFacts, PutOptions } from '../blob-store.ts'
import type { DirectRequests } from './direct-requests.ts'
import { anyType, type Place, partBytes, sendInParts } from './send-in-parts.ts'

interface Line {
  readonly client: S3Client
  readonly direct: DirectRequests
}

/** Sends a file to a bucket: in one piece where it is known to be small, else in parts. */
export async function send(line: Line, place: Place, body: Readable, options: PutOptions): Promise<BlobFacts> {
  const { bytes } = options
  if (bytes !== undefined && bytes <= partBytes) return await sendAtOnce(line, place, body, bytes, options)
  return await sendInParts(line.client, place, body, options)
}

async function sendAtOnce(
  { client, direct }: Line,
  place: Place,
  body: Readable,
  expected: number,
  { contentType = anyType, sha256: promised, signal }: PutOptions,
): Promise<BlobFacts> {
  const content = await whole(body)
  if (content.length !== expected) throw new Error(`${place.Key} has ${content.length} bytes, not ${expected}`)
  const sha256 = Buffer.from(await subtle.digest('SHA-256', content)) // not on this thread
  const isAsPromised = promised === undefined || promised.equals(sha256) // else the caller finds it damaged
  if (isAsPromised && !(await direct.put(place, { content, contentType, sha256, signal }))) {
    await client.send(new PutObjectCommand({ ...place, Body: content, ContentType: contentType }), { abortSignal: signal })
  }
  return { bytes: content.length, sha256 }
}

/** Node's own `buffer` makes a copy of each piece on its way through a Blob. */
async function whole(body: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of body as AsyncIterable<Buffer>) pieces.push(piece)
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
}
