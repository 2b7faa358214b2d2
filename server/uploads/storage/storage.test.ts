import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Landline, newFolder, startLandline } from '../../../test/support/landline.ts'
import { bucketAt, type S3Server } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'
import type { BucketSettings } from '../../config/storage-settings.ts'

async function bucketServer(): Promise<S3Server> {
  const server = await startS3rver(['files', 'pictures'])
  onTestFinished(() => server.stop())
  return server
}

const useBucket = (landline: Landline, server: S3Server, more: Partial<BucketSettings> = {}): Promise<string> =>
  landline.appliance.features.uploads.storage.useBucket(
    bucketAt(server, 'files', more),
    new Secret('a secret that s3rver does not check'),
  )

const storesOf = async ({ appliance }: Landline): Promise<string[]> =>
  (
    await appliance.database.read
      .selectFrom('blobs')
      .select(['store', 'isSpooled'])
      .orderBy('createdAt')
      .orderBy('bytes')
      .execute()
  ).map(({ store, isSpooled }) => (isSpooled ? `${store}, waiting` : store))

const keysIn = async (landline: Landline, store: string): Promise<string[]> => {
  const keys: string[] = []
  for await (const { key } of landline.appliance.features.uploads.storage.store(store).list()) keys.push(key)
  return keys
}

const cached = (landline: Landline): number => readdirSync(path.join(landline.appliance.folder.path, 'cache', 'files')).length

test('after a switch new files go to the bucket, and old ones are read where they are', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  const here = await landline.owner.upload('a.txt', 'on this computer')
  const id = await useBucket(landline, server, { prefix: 'chat/', avatarsBucket: 'pictures' })

  const there = await landline.owner.upload('b.txt', 'in the bucket, a little longer')

  expect(await storesOf(landline)).toEqual(['local', id])
  expect(await keysIn(landline, id)).toEqual([`files/${there.uri.slice('/user_uploads/1/'.length)}`])
  expect(await (await landline.owner.page(here.uri)).text()).toBe('on this computer')
  expect(await (await landline.owner.page(there.uri)).text()).toBe('in the bucket, a little longer')
  const part = await landline.owner.page(there.uri, { headers: { range: 'bytes=3-5' } })
  expect([part.status, await part.text()]).toEqual([206, 'the'])
})

test('the bucket is still known after a restart, and so is the way back', async () => {
  const [folder, server] = [newFolder(), await bucketServer()]
  const before = await startLandline({ folder })
  await useBucket(before, server)
  const { uri } = await before.owner.upload('b.txt', 'kept')
  expect(JSON.stringify(before.appliance.settings.get())).not.toContain('a secret')
  await before.stop()

  const after = await startLandline({ folder })
  expect(await (await after.owner.page(uri)).text()).toBe('kept')
  after.appliance.features.uploads.storage.useLocal()
  await after.owner.upload('c.txt', 'here again')
  expect(await storesOf(after)).toEqual(['s3-1', 'local'])
})

test('what was read once is kept on the disk, within bounds, and served when the bucket is away', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  await useBucket(landline, server)
  const read = await landline.owner.upload('read.txt', 'seen before')
  const unread = await landline.owner.upload('unread.txt', 'never seen')
  expect(await (await landline.owner.page(read.uri)).text()).toBe('seen before')
  expect(cached(landline)).toBe(1)

  await server.stop()

  expect(await (await landline.owner.page(read.uri)).text()).toBe('seen before')
  const refused = await landline.owner.page(unread.uri)
  expect(refused.status).toBe(503)
  expect((await refused.json()).msg).toMatch(/^This file cannot be read at the moment. .* cannot be reached from this computer/)
})

test('people upload as before while the bucket is away', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  const id = await useBucket(landline, server)
  await server.stop()

  const { uri } = await landline.owner.upload('b.txt', 'waits here')

  expect(await storesOf(landline)).toEqual(['local, waiting'])
  expect(await (await landline.owner.page(uri)).text()).toBe('waits here')
  expect(landline.appliance.features.uploads.storage.health.of(id)).toMatchObject({
    state: 'away',
    cause: expect.stringContaining('cannot be reached from this computer'),
  })
})

test('no more files wait for the bucket than there is room for', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  await useBucket(landline, server)
  landline.appliance.features.uploads.storage.change({ spoolMib: 1 })
  await server.stop()
  await landline.owner.upload('small.bin', randomBytes(700_000))
  await expect(landline.owner.upload('more.bin', randomBytes(700_000))).rejects.toThrow('503 BAD_REQUEST: Files cannot be stored')
  expect(await storesOf(landline)).toEqual(['local, waiting'])
})

test('where the owner prefers it, a link leads to the bucket itself for a minute, but pictures in messages do not', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  await useBucket(landline, server)
  landline.appliance.features.uploads.storage.change({ delivery: 'redirect' })
  const { uri } = await landline.owner.upload('report.pdf', '%PDF-1.7 by redirect', 'application/pdf')

  const sent = await landline.owner.page(uri)
  expect(sent.status).toBe(302)
  const address = sent.headers.get('location')!
  expect(address).toContain('X-Amz-Expires=60')
  expect(await (await fetch(address)).text()).toBe('%PDF-1.7 by redirect')

  const shown = await landline.owner.page(uri, { headers: { 'sec-fetch-dest': 'image' } })
  expect([shown.status, await shown.text()]).toEqual([200, '%PDF-1.7 by redirect'])
})
