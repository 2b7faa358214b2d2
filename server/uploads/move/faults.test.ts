import { createHash, randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { type BareUploads, openBareUploads, storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { type Fault, startFaultProxy } from '../../../test/support/storage/fault-proxy.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../../../test/support/storage/radosgw.ts'
import { bucketAt, type S3Server } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'
import type { BlobStore } from '../stores/blob-store.ts'
import { S3Store } from '../stores/s3/s3-store.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

async function startProvider(): Promise<S3Server> {
  const server = await (hasRadosgw ? startRadosgw(['files']) : startS3rver(['files']))
  onTestFinished(() => server.stop())
  return server
}

const faults: readonly [string, Fault][] = [
  ['breaks off before it', 'reset before'],
  ['breaks off within its answer', 'reset in answer'],
  ['breaks off after it', 'reset after'],
  ['answers with half of it', 'short body'],
  ['answers with half of it as if that were all', 'short body that looks whole'],
  ['answers 502', { status: 502, code: 'BadGateway' }],
  ['answers 503', { status: 503, code: 'SlowDown' }],
  ['answers 500', { status: 500, code: 'InternalError' }],
]

/** Moves everything, and looks past the proxy whether each file is whole where its row says it is. */
async function moveAll({ uploads, database }: BareUploads, to: string, where: BlobStore, files: number): Promise<void> {
  await uploads.mover.start({ to, parallel: 1 })
  await uploads.mover.settled()
  expect(await uploads.mover.report()).toMatchObject({ state: 'finished', verified: files, failed: [] })
  for (const blob of await database.read.selectFrom('blobs').selectAll().execute()) {
    const hash = createHash('sha256')
    for await (const chunk of await where.get(blob.key)) hash.update(chunk as Buffer)
    expect([blob.store, hash.digest('hex')]).toEqual([to, blob.sha256.toString('hex')])
  }
}

test('whichever call to the bucket fails, and however, a move ends with every file whole', async () => {
  const provider = await startProvider()
  const proxy = await startFaultProxy(provider)
  onTestFinished(() => proxy.stop())
  // The AWS library itself tries thrice, which would hide most of what this is about.
  const bare = await openBareUploads(newFolder(), { attempts: 1, firstDelay: 1 })
  onTestFinished(() => bare.close())
  const { storage, mover } = bare.uploads
  for (let index = 0; index < 2; index++) await storeFile(bare, randomBytes(200 + index))
  const id = await storage.useBucket(bucketAt(proxy, 'files'), new Secret(proxy.secretAccessKey))
  const past = new S3Store('past the proxy', bucketAt(provider, 'files'), new Secret(provider.secretAccessKey))
  onTestFinished(() => past.close())

  let callsFailed = 0
  for (const [, fault] of faults) {
    for (let failing = 1, reached = true; reached; failing++) {
      reached = false
      proxy.calls = 0
      proxy.fault = ({ number }) => {
        if (number !== failing && number !== failing + 1) return 'none' // asked directly, and then by way of the library
        reached = true
        callsFailed++
        return fault
      }
      await moveAll(bare, id, past, 2)
      // The way back shall lead through the bucket, not to the copy that stayed.
      for await (const { key } of storage.local.list()) await storage.local.delete(key)
      await moveAll(bare, 'local', storage.local, 2)
    }
  }
  expect(callsFailed).toBeGreaterThanOrEqual(faults.length * 6) // two files: put and read back, then fetched again
  expect(await mover.progress()).toMatchObject({ failed: 0 })
})

test('on a bad line a move takes longer, and loses nothing', async () => {
  const provider = await startProvider()
  const proxy = await startFaultProxy(provider)
  onTestFinished(() => proxy.stop())
  const bare = await openBareUploads(newFolder(), { firstDelay: 1 })
  onTestFinished(() => bare.close())
  for (let index = 0; index < 60; index++) await storeFile(bare, randomBytes(3000 + index))
  const id = await bare.uploads.storage.useBucket(bucketAt(proxy, 'files'), new Secret(proxy.secretAccessKey))
  const moods = faults.map(([, fault]) => fault)
  proxy.fault = ({ number }) => (number % 7 === 0 ? moods[(number / 7) % moods.length]! : 'none')

  await bare.uploads.mover.start({ to: id })
  await bare.uploads.mover.settled()

  proxy.fault = () => 'none'
  expect(await bare.uploads.mover.report()).toMatchObject({ verified: 60, failed: [] })
  for (const blob of await bare.database.read.selectFrom('blobs').selectAll().execute()) {
    const hash = createHash('sha256')
    for await (const chunk of await bare.uploads.storage.store(id).get(blob.key)) hash.update(chunk as Buffer)
    expect(hash.digest('hex')).toBe(blob.sha256.toString('hex'))
  }
})
