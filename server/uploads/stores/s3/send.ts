import { createHash, subtle } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { BlobFacts, PutOptions } from '../blob-store.ts'
import type { DirectRequests } from './direct-requests.ts'

export interface Place {
  readonly Bucket: string
  readonly Key: string
}

/** A larger file goes in parts of this size, each of them in memory while it is under way: two at once. */
const partBytes = 8 * 1024 * 1024
const partsAtOnce = 2

const anyType = 'application/octet-stream'

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

async function sendInParts(
  client: S3Client,
  place: Place,
  body: Readable,
  { contentType = anyType, signal }: PutOptions,
): Promise<BlobFacts> {
  const hash = createHash('sha256')
  let bytes = 0
  const hashed = async function* () {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const upload = new Upload({
    client,
    params: {
      ...place,
      Body: Readable.from(hashed(), { objectMode: false }),
      ContentType: contentType,
    },
    partSize: partBytes,
    queueSize: partsAtOnce,
  })
  const abort = (): void => void upload.abort()
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await upload.done()
    return { bytes, sha256: hash.digest() }
  } catch (error) {
    body.destroy()
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** Lets go of parts whose file was neither completed nor called off: providers charge for them. */
export async function callOffUnfinished(client: S3Client, place: Place): Promise<void> {
  for (const { UploadId } of await unfinished(client, place)) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId }))
  }
}

async function unfinished(client: S3Client, { Bucket, Key }: Place): Promise<MultipartUpload[]> {
  try {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))
    return Uploads.filter((one) => one.Key === Key)
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status && [403, 404, 405, 501].includes(status)) return [] // the key may not ask, or the provider has no such list
    throw error
  }
}
