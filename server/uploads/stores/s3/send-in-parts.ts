import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { BlobFacts, PutOptions } from '../blob-store.ts'
import { Parts } from './parts.ts'

export interface Place {
  readonly Bucket: string
  readonly Key: string
}

export const anyType = 'application/octet-stream'

/** So large is a part, and so many are in memory and on their way at once. */
export const partBytes = 8 * 1024 * 1024
const partsAtOnce = 2

const newMemory = (): Buffer => Buffer.allocUnsafeSlow(partBytes)

/** Sends a file of any length. The library's own way to do so holds several copies of each part. */
export async function sendInParts(
  client: S3Client,
  place: Place,
  body: Readable,
  { contentType: ContentType = anyType, signal }: PutOptions,
): Promise<BlobFacts> {
  const parts = new Parts(body)
  const memory = newMemory()
  const first = await parts.next(memory)
  if (!first || first.content.length < partBytes) {
    const command = new PutObjectCommand({ ...place, ContentType, Body: first?.content ?? Buffer.alloc(0) })
    await client.send(command, { abortSignal: signal })
    return parts.facts()
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...place, ContentType }), { abortSignal: signal })
  const stop = new AbortController()
  const abortSignal = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal
  const sent: CompletedPart[] = []
  const sendSome = async (mine: Buffer, begin = parts.next(mine)): Promise<void> => {
    for (let part = await begin; part; part = await parts.next(mine)) {
      const { number: PartNumber, content: Body } = part
      const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }), { abortSignal })
      sent[PartNumber - 1] = { PartNumber, ETag }
    }
  }
  const senders = [sendSome(memory, Promise.resolve(first))]
  while (senders.length < partsAtOnce) senders.push(sendSome(newMemory()))
  try {
    await Promise.all(senders)
    const whole = new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: sent } })
    await client.send(whole, { abortSignal: signal })
    return parts.facts()
  } catch (error) {
    stop.abort(error)
    body.destroy()
    await Promise.allSettled(senders) // a part that arrives after its file was called off would stay
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {}) // tried again by whoever abandons it
    throw error
  }
}
