import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../test/support/landline.ts'
import { type BareUploads, openBareUploads, storeFile } from '../../test/support/storage/bare-uploads.ts'
import { startFaultProxy } from '../../test/support/storage/fault-proxy.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../../test/support/storage/radosgw.ts'
import { bucketAt, type S3Server } from '../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../test/support/storage/s3rver.ts'
import { Secret } from '../config/secrets/secret.ts'
import { findBlob, noteArriving } from './blob-queries.ts'
import { FileClass } from './file-class.ts'
import { newKey } from './keys.ts'
import { s3Client } from './stores/s3/client.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

const day = 24 * 60 * 60

/** Time stands still until `later`, which passes it and lets the server tidy up. */
async function open() {
  const folder = newFolder()
  let now = 1_700_000_000
  const bare = await openBareUploads(folder, { attempts: 1 }, () => now)
  onTestFinished(() => bare.close())
  const { housekeeping } = bare.uploads
  const later = async (seconds: number): Promise<void> => {
    now += seconds
    housekeeping.run()
    await housekeeping.idle()
  }
  return { bare, folder, later, housekeeping }
}

/** As far as an upload comes before the plug is pulled: all bytes are in their store, and no row says so. */
async function crashBeforeTheRow({ uploads }: BareUploads, content: string): Promise<string> {
  const key = newKey(FileClass.messageFile, '/report.txt')
  const draft = await uploads.files.receive(Readable.from([Buffer.from(content)]), 1000)
  await uploads.files.keep(draft, { key, class: FileClass.messageFile, contentType: 'text/plain' })
  return key
}

async function useBucket({ uploads }: BareUploads, server: S3Server): Promise<string> {
  return await uploads.storage.useBucket(bucketAt(server, 'files'), new Secret(server.secretAccessKey))
}

const isIn = async ({ uploads }: BareUploads, store: string, key: string): Promise<boolean> =>
  (await uploads.storage.store(store).head(key)) !== undefined

test('what a crash left of an upload goes after a day, and nothing else does', async () => {
  const { bare, folder, later, housekeeping } = await open()
  const whole = await storeFile(bare, Buffer.from('whole'))
  const torn = await crashBeforeTheRow(bare, 'torn')
  const foreign = path.join(folder, 'uploads', 'files', 'somebody-put-this-here.txt')
  writeFileSync(foreign, 'theirs')

  await later(day - 60)
  expect(await isIn(bare, 'local', torn)).toBe(true) // its upload might still be under way
  const young = await crashBeforeTheRow(bare, 'young')
  await later(120)

  expect(await isIn(bare, 'local', torn)).toBe(false)
  expect(await isIn(bare, 'local', young)).toBe(true)
  expect(await isIn(bare, 'local', whole)).toBe(true)
  expect(existsSync(foreign)).toBe(true)
  expect(housekeeping.leftovers).toEqual({ files: 1, bytes: 4 })
  expect((await bare.uploads.scrubber.run(Number.POSITIVE_INFINITY)).unused).toEqual({ files: 1, bytes: 6 })
})

test('the same in a bucket, where it waits until the bucket answers', async () => {
  const server = await startS3rver(['files'])
  onTestFinished(() => server.stop())
  const line = await startFaultProxy(server)
  onTestFinished(() => line.stop())
  const { bare, later, housekeeping } = await open()
  const id = await useBucket(bare, line)
  const whole = await storeFile(bare, Buffer.from('whole'))
  const torn = await crashBeforeTheRow(bare, 'torn')
  line.fault = () => 'reset before'
  await later(day + 1)
  expect(housekeeping.leftovers.files).toBe(0)

  line.fault = () => 'none'
  await later(day + 1)
  expect([await isIn(bare, id, torn), await isIn(bare, id, whole)]).toEqual([false, true])
  expect(housekeeping.leftovers).toEqual({ files: 1, bytes: 4 })
})

test('a copy that a move had begun goes, and the file itself stays where its row says', async () => {
  const server = await startS3rver(['files'])
  onTestFinished(() => server.stop())
  const { bare, later } = await open()
  const id = await useBucket(bare, server)
  bare.uploads.storage.useLocal()
  const key = await storeFile(bare, Buffer.from('moving'))
  await bare.database.inTransaction((trx) => noteArriving(trx, [{ key, store: id }], bare.uploads.now()))
  await bare.uploads.storage.store(id).put(key, Readable.from([Buffer.from('movi')]))

  await later(day + 1)

  expect([await isIn(bare, id, key), await isIn(bare, 'local', key)]).toEqual([false, true])
  expect(await findBlob(bare.database.read, key)).toMatchObject({ store: 'local' })
  await bare.uploads.mover.start({ to: id })
  await bare.uploads.mover.settled()
  await later(day + 1)
  expect(await isIn(bare, id, key)).toBe(true)
  expect(await bare.database.read.selectFrom('arrivingBlobs').selectAll().execute()).toEqual([])
})

test.runIf(hasRadosgw)('parts of a large file that nobody completed are called off', async () => {
  const server = await startRadosgw(['files'])
  onTestFinished(() => server.stop())
  const { bare, later } = await open()
  const id = await useBucket(bare, server)
  const key = newKey(FileClass.messageFile, '/film.mp4')
  await bare.database.inTransaction((trx) => noteArriving(trx, [{ key, store: id }], bare.uploads.now()))
  const client = s3Client(bucketAt(server, 'files'), new Secret(server.secretAccessKey))
  onTestFinished(() => client.destroy())
  for (const Key of [key, `${key}.of-somebody-else`]) {
    const place = { Bucket: 'files', Key }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place))
    await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: Buffer.alloc(1000) }))
  }

  await later(day + 1)

  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'files' }))
  expect(Uploads.map(({ Key }) => Key)).toEqual([`${key}.of-somebody-else`])
})
