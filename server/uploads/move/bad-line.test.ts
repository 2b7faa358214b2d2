import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { type BareUploads, openBareUploads, storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { type FaultProxy, startFaultProxy } from '../../../test/support/storage/fault-proxy.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../../../test/support/storage/radosgw.ts'
import { bucketAt, type S3Server } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { findBlob } from '../blob-queries.ts'
import { s3Client } from '../stores/s3/client.ts'
import type { UploadsOptions } from '../uploads.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

let provider: S3Server
beforeAll(async () => {
  provider = await (hasRadosgw ? startRadosgw(['files']) : startS3rver(['files']))
})
afterAll(() => provider.stop())

interface Place {
  readonly proxy: FaultProxy
  readonly bare: BareUploads
  readonly id: string
}

/** A server whose bucket is at the other end of a line of ours. New files stay here until a move. */
async function start(patience?: UploadsOptions['patience'], hidesMissing = false): Promise<Place> {
  const proxy = await startFaultProxy(provider)
  onTestFinished(() => proxy.stop())
  const bare = await openBareUploads(newFolder(), { firstDelay: 1, ...patience })
  onTestFinished(() => bare.close())
  const { storage } = bare.uploads
  const id = await storage.useBucket(bucketAt(proxy, 'files', { hidesMissing }), new Secret(provider.secretAccessKey))
  storage.useLocal()
  return { proxy, bare, id }
}

async function move({ uploads }: BareUploads, to: string): Promise<void> {
  await uploads.mover.start({ to })
  await uploads.mover.settled()
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

const read = async ({ uploads, database }: BareUploads, key: string): Promise<Buffer> =>
  await buffer(await uploads.files.read((await findBlob(database.read, key))!))

/** Begun and not ended: providers charge for them, and show them nowhere. */
async function unfinished(): Promise<number> {
  const client = s3Client(bucketAt(provider, 'files'), new Secret(provider.secretAccessKey))
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'files' }))
  client.destroy()
  return Uploads.length
}

test('a large file arrives whole by way of a broken gateway, leaves no parts behind, and is read whole over a line that breaks', async () => {
  const { proxy, bare, id } = await start({ attempts: 1 })
  const content = randomBytes(20 * 1024 * 1024)
  const key = await storeFile(bare, content)
  let broken = 0
  proxy.fault = ({ method, path }) => {
    if (method !== 'PUT' || !path.includes('partNumber=2') || broken === 2) return 'none'
    broken++
    return { status: 502, code: 'BadGateway' }
  }

  await move(bare, id)

  expect(broken).toBe(2) // the whole file once more, each time
  expect(await bare.uploads.mover.report()).toMatchObject({ verified: 1, failed: [] })
  if (hasRadosgw) expect(await unfinished()).toBe(0)
  const breaks = ['reset in answer', 'short body that looks whole'] as const
  let gets = 0
  proxy.fault = ({ method }) => (method === 'GET' ? (breaks[gets++] ?? 'none') : 'none')
  expect(sha256(await read(bare, key))).toBe(sha256(content))
  expect(gets).toBe(3)
})

test('over a line of 56 kbit a second files move slowly, and nobody takes that for silence', async () => {
  const { proxy, bare, id } = await start({ silence: 3_000, attempts: 1 })
  const [content, small] = [randomBytes(30_000), randomBytes(9_000)]
  const large = await storeFile(bare, content)
  await move(bare, id)
  await bare.uploads.storage.local.delete(large)
  bare.uploads.storage.useLocal()
  const key = await storeFile(bare, small)
  proxy.bytesPerSecond = 56_000 / 8
  proxy.calls = 0

  await move(bare, id)
  expect(proxy.calls).toBe(2) // sent once and read back once
  await bare.uploads.storage.local.delete(key)
  await move(bare, 'local') // the large one takes longer than anybody would bear silence

  expect(proxy.calls).toBe(4)
  expect(await bare.uploads.mover.report()).toMatchObject({ verified: 2, failed: [] })
  expect((await read(bare, key)).equals(small)).toBe(true)
  expect((await read(bare, large)).equals(content)).toBe(true)
})

test('where every hundredth call breaks, people upload and read as if it did not', async () => {
  const { proxy, bare, id } = await start({ attempts: 2 })
  bare.uploads.storage.change({ current: id })
  const breaks = ['reset before', 'reset after', 'reset in answer'] as const
  proxy.fault = ({ number }) => (number % 100 === 7 ? breaks[Math.floor(number / 100) % breaks.length]! : 'none')
  const kept = new Map<string, Buffer>()
  for (let index = 0; index < 120; index++) {
    const content = randomBytes(1000 + index)
    const key = await storeFile(bare, content)
    kept.set(key, content)
    if (index % 3 === 0) expect((await read(bare, key)).equals(content)).toBe(true)
  }
  bare.uploads.housekeeping.run()
  await bare.uploads.housekeeping.idle()
  for (const [key, content] of kept) expect((await read(bare, key)).equals(content)).toBe(true)
  expect(proxy.calls).toBeGreaterThan(200)
  const places = await bare.database.read.selectFrom('blobs').select('store').distinct().execute()
  expect(places).toEqual([{ store: id }])
})

test('a provider that calls missing files forbidden is understood, and a key that was taken away is not a missing file', async () => {
  const { proxy, bare, id } = await start({ attempts: 1 }, true)
  const [lost, kept] = [await storeFile(bare, Buffer.from('lost')), await storeFile(bare, Buffer.from('kept'))]
  await move(bare, id)
  for (const key of [lost, kept]) await bare.uploads.storage.local.delete(key)
  await bare.uploads.storage.store(id).delete(lost)
  proxy.status = (status) => (status === 404 ? 403 : status)
  let refused = 0
  proxy.fault = () => (refused++ < 3 ? { status: 403, code: 'InvalidAccessKeyId' } : 'none')

  await move(bare, 'local')

  expect(refused).toBeGreaterThan(3)
  const { failed, verified } = (await bare.uploads.mover.report())!
  expect(failed.map(({ key, cause }) => [key, cause])).toEqual([[lost, 'Missing where it was stored']])
  expect(verified).toBe(1)
  expect((await read(bare, kept)).toString()).toBe('kept')
})
