import { randomBytes } from 'node:crypto'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { trusted } from '../stores/s3/client.ts'
import { CheckFailed, type Passed } from './outcome.ts'
import { type Probe, sha256 } from './probe.ts'

/** With what file names have in them: a space, and letters of several scripts. */
export const oddName = 'Grüße aus 東京 (1)+&.txt'

const anotherProvider = 'Do not keep files there: choose another provider, or ask it to mend this.'

export async function put(probe: Probe, content: Buffer): Promise<Passed> {
  await probe.put(oddName, content, { ContentType: 'text/plain' })
  const { avatarsBucket } = probe.settings
  if (avatarsBucket !== null) await probe.put(oddName, content, { Bucket: avatarsBucket })
  return undefined
}

export async function readBack(probe: Probe, content: Buffer): Promise<Passed> {
  const head = await probe.client.send(new HeadObjectCommand(probe.place(oddName)))
  if (head.ContentLength !== content.length) throw wrongLength(head.ContentLength, content.length)
  const { content: back } = await probe.get(oddName)
  if (sha256(back) !== sha256(content)) throw wrongBytes(back, content)
  const { avatarsBucket } = probe.settings
  if (avatarsBucket !== null && sha256((await probe.get(oddName, { Bucket: avatarsBucket })).content) !== sha256(content)) {
    throw new CheckFailed(`The bucket ${avatarsBucket} does not give back what it was given.`, anotherProvider)
  }
  await checkChunked(probe, content)
  return undefined
}

const wrongLength = (found: number | undefined, right: number): CheckFailed =>
  new CheckFailed(`A file of ${right} bytes is said to have ${found ?? 'no'} bytes.`, anotherProvider)

function wrongBytes(back: Buffer, content: Buffer): CheckFailed {
  const what = back.length === content.length ? 'other bytes' : `${back.length} bytes instead of ${content.length}`
  return new CheckFailed(`A file came back with ${what}.`, anotherProvider)
}

/** Programs of today send files in signed chunks. Whoever keeps the wrapping as part of the file ruins it and says nothing. */
async function checkChunked(probe: Probe, content: Buffer): Promise<void> {
  const client = probe.otherClient('chunked')
  try {
    const Body = Readable.from([content], { objectMode: false })
    await client.send(new PutObjectCommand({ ...probe.place('chunked'), Body, ContentLength: content.length }))
  } catch {
    return // it refuses, and so nobody is misled
  } finally {
    client.destroy()
  }
  const { content: back } = await probe.get('chunked')
  if (back.equals(content)) return
  throw new CheckFailed(
    `A file that was sent in chunks came back with their wrapping in it: ${back.length} bytes instead of ${content.length}.`,
    anotherProvider,
  )
}

export async function ranges(probe: Probe, content: Buffer): Promise<Passed> {
  const last = content.length - 1
  const parts: [string, Buffer][] = [
    ['bytes=10-19', content.subarray(10, 20)],
    [`bytes=${last}-${last}`, content.subarray(last)],
    ['bytes=-5', content.subarray(-5)],
    ['bytes=0-0', content.subarray(0, 1)],
  ]
  for (const [Range, right] of parts) {
    const { content: back, $metadata } = await probe.get(oddName, { Range })
    if (back.equals(right) && $metadata.httpStatusCode === 206) continue
    throw new CheckFailed(
      `Asked for a part of a file (${Range}), the provider sent ${back.length} bytes that are not that part.`,
      `Films could not be played from there, and files might be damaged. ${anotherProvider}`,
    )
  }
  return undefined
}

const partSize = 5 * 1024 * 1024

export async function multipart(probe: Probe): Promise<Passed> {
  const parts = [randomBytes(partSize), randomBytes(1000)]
  await uploadInParts(probe, 'in parts', parts, true)
  const { content } = await probe.get('in parts')
  if (!content.equals(Buffer.concat(parts))) throw wrongBytes(content, Buffer.concat(parts))
  await callOff(probe, parts[1]!)
  if (await isThere(probe, 'called off')) {
    throw new CheckFailed('An upload in parts that was called off left a file.', anotherProvider)
  }
  return undefined
}

async function callOff(probe: Probe, part: Buffer): Promise<void> {
  try {
    await uploadInParts(probe, 'called off', [part], false)
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== 405) throw error
    throw new CheckFailed(
      'An upload in parts cannot be called off: its parts stay in the bucket.',
      'Landline never shows them, but they fill the bucket. Accept this, or choose another provider.',
      { acceptAs: ['broken-uploads'] },
    )
  }
}

async function uploadInParts(probe: Probe, name: string, parts: readonly Buffer[], complete: boolean): Promise<void> {
  const place = probe.place(name)
  const { UploadId = '' } = await probe.client.send(new CreateMultipartUploadCommand(place))
  probe.began({ ...place, UploadId })
  const Parts: { ETag: string | undefined; PartNumber: number }[] = []
  for (const [index, Body] of parts.entries()) {
    const PartNumber = index + 1
    const { ETag } = await probe.client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }))
    Parts.push({ ETag, PartNumber })
  }
  if (complete) await probe.client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }))
  else await probe.client.send(new AbortMultipartUploadCommand({ ...place, UploadId }))
}

export async function isThere(probe: Probe, name: string): Promise<boolean> {
  try {
    await probe.client.send(new HeadObjectCommand(probe.place(name)))
    return true
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
    if (status === 404 || status === 403) return false
    throw error
  }
}

/** An upload that breaks off in the middle must leave nothing. */
export async function brokenUpload(probe: Probe): Promise<void> {
  const command = new PutObjectCommand({ ...probe.place('broken off'), ContentType: 'text/plain' })
  const url = new URL(await getSignedUrl(probe.client, command, { expiresIn: 60 }))
  await new Promise<void>((resolve) => {
    const send = url.protocol === 'https:' ? secure : plain
    const headers = { 'content-length': 100_000, 'content-type': 'text/plain' }
    const request = send(url, { method: 'PUT', headers, ...trusted(probe.settings) })
      .on('error', () => resolve())
      .on('close', () => resolve())
    request.write(Buffer.alloc(50_000), () => setTimeout(() => request.destroy(), 100))
  })
  await new Promise((resolve) => setTimeout(resolve, 200)) // until the provider has noticed
  if (!(await isThere(probe, 'broken off'))) return
  throw new CheckFailed(
    'An upload that broke off in the middle left a file there.',
    'Landline never shows such a file, but it fills the bucket. Accept this, or choose another provider.',
    { acceptAs: ['broken-uploads'] },
  )
}
