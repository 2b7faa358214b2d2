import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { type Landline, newFolder, startLandline } from '../../../test/support/landline.ts'
import { bucketAt, type S3Server } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { allFileClasses, FileClass } from '../file-class.ts'

async function bucketServer(): Promise<S3Server> {
  const server = await startS3rver(['files', 'other'])
  onTestFinished(() => server.stop())
  return server
}

const uploadsOf = (landline: Landline) => landline.appliance.features.uploads

async function useBucket(landline: Landline, server: S3Server, bucket = 'files'): Promise<string> {
  return await uploadsOf(landline).storage.useBucket(bucketAt(server, bucket), new Secret(server.secretAccessKey))
}

const blobsOf = ({ appliance }: Landline) => appliance.database.read.selectFrom('blobs').selectAll().orderBy('key').execute()

/** Every file as its row says it is: in that store, with that hash. */
async function expectAllWhole(landline: Landline): Promise<void> {
  for (const blob of await blobsOf(landline)) {
    const hash = createHash('sha256')
    for await (const chunk of await uploadsOf(landline).storage.store(blob.store).get(blob.key)) hash.update(chunk as Buffer)
    expect([blob.key, hash.digest('hex')]).toEqual([blob.key, blob.sha256.toString('hex')])
  }
}

const stores = async (landline: Landline): Promise<string[]> => [...new Set((await blobsOf(landline)).map(({ store }) => store))]

async function send(landline: Landline, address: string, picture: Buffer, fields: Record<string, string> = {}): Promise<void> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  body.set('file', new Blob([picture as BlobPart]), 'picture')
  const headers = { authorization: landline.owner.authorization }
  const response = await fetch(`${landline.url}/api/v1${address}`, { method: 'POST', headers, body })
  expect([address, response.status]).toEqual([address, 200])
}

/** An organization with a file of every class that can be sent. */
async function furnish(landline: Landline): Promise<void> {
  const picture = await sharp({ create: { width: 900, height: 700, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const pixels = Buffer.alloc(20 * 20 * 2 * 3).fill(200, 20 * 20 * 3)
  const moving = await sharp(pixels, { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } })
    .gif()
    .toBuffer()
  await landline.owner.upload('photo.png', picture)
  await uploadsOf(landline).thumbnails.idle()
  await send(landline, '/users/me/avatar', picture)
  await send(landline, '/realm/icon', picture)
  await send(landline, '/realm/logo', picture, { night: 'false' })
  await send(landline, '/realm/logo', picture, { night: 'true' })
  await send(landline, '/realm/emoji/party', moving)
}

test('every class of file moves to the bucket and back, and everything is shown as before', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  await furnish(landline)
  await landline.owner.upload('empty.txt', '')
  const before = await blobsOf(landline)
  expect([...new Set(before.map((blob) => blob.class))].sort()).toEqual(
    allFileClasses.filter((one) => one !== FileClass.exportArchive).sort(),
  )
  const { mover } = uploadsOf(landline)
  const id = await useBucket(landline, server)
  expect(await mover.plan(id)).toMatchObject({ files: before.length, bytes: before.reduce((sum, { bytes }) => sum + bytes, 0) })

  await mover.start({ to: id })
  await mover.settled()

  expect(await mover.report()).toMatchObject({ state: 'finished', files: before.length, verified: before.length, failed: [] })
  expect(await stores(landline)).toEqual([id])
  await expectAllWhole(landline)
  const avatar = (await landline.owner.page(`/avatar/${landline.owner.id}`)).headers.get('location')!
  expect((await landline.owner.page(avatar)).status).toBe(200)
  const report = readdirSync(landline.appliance.folder.logs).find((name) => name.startsWith('storage-move'))!
  expect(JSON.parse(readFileSync(path.join(landline.appliance.folder.logs, report), 'utf8'))).toMatchObject({ failed: [] })

  await mover.start({ to: 'local' })
  await mover.settled()
  expect(await stores(landline)).toEqual(['local'])
  expect((await blobsOf(landline)).map(({ key, sha256 }) => [key, sha256])).toEqual(
    before.map(({ key, sha256 }) => [key, sha256]),
  )
  await expectAllWhole(landline)
})

test('only the classes that were asked for move', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  await furnish(landline)
  const id = await useBucket(landline, server)
  await uploadsOf(landline).mover.start({ to: id, classes: [FileClass.avatar] })
  await uploadsOf(landline).mover.settled()
  for (const blob of await blobsOf(landline))
    expect([blob.class, blob.store]).toEqual([blob.class, blob.class === 'avatar' ? id : 'local'])
})

test('files move from one bucket to another, and the first is empty once its copies have had their time', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  const { mover, storage, housekeeping } = uploadsOf(landline)
  const one = await useBucket(landline, server, 'files')
  await landline.owner.upload('a.txt', 'hello')
  const two = await useBucket(landline, server, 'other')
  storage.change({ keepCopiesDays: 0 })

  await mover.start({ to: two })
  await mover.settled()
  await housekeeping.idle()

  expect(await stores(landline)).toEqual([two])
  for await (const { key } of storage.store(one).list()) throw new Error(`${key} is still there`)
  await expectAllWhole(landline)
})

test('copies stay on this computer for a while, and help out when the bucket does not answer', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  const { uri } = await landline.owner.upload('a.txt', 'hello')
  const id = await useBucket(landline, server)
  await uploadsOf(landline).mover.start({ to: id })
  await uploadsOf(landline).mover.settled()
  await server.stop()
  expect(await (await landline.owner.page(uri)).text()).toBe('hello')
})

test('files that are missing or damaged are listed by name, and the rest moves', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  for (const name of ['whole', 'missing', 'damaged', 'short']) await landline.owner.upload(`${name}.txt`, `this is ${name}`)
  const fileOf = async (name: string): Promise<string> =>
    path.join(landline.appliance.folder.uploads, (await blobsOf(landline)).find(({ key }) => key.includes(name))!.key)
  rmSync(await fileOf('missing'))
  writeFileSync(await fileOf('damaged'), 'THIS IS damaged')
  writeFileSync(await fileOf('short'), 'this')
  const id = await useBucket(landline, server)

  await uploadsOf(landline).mover.start({ to: id })
  await uploadsOf(landline).mover.settled()

  const { failed, verified } = (await uploadsOf(landline).mover.report())!
  expect(verified).toBe(1)
  expect(Object.fromEntries(failed.map(({ filename, cause }) => [filename, cause]))).toEqual({
    'missing.txt': 'Missing where it was stored',
    'damaged.txt': expect.stringMatching(/^Damaged/),
    'short.txt': expect.stringMatching(/^Damaged.* 4 of its 13 bytes/),
  })
  expect((await blobsOf(landline)).filter(({ store }) => store === id)).toHaveLength(1)
})

test('people upload, read and remove files while a move goes on, pauses and resumes', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  const kept: { uri: string; content: Buffer }[] = []
  const upload = async (index: number): Promise<void> => {
    const content = randomBytes(500 + index)
    kept.push({ uri: (await landline.owner.upload(`f${index}.bin`, content)).uri, content })
  }
  for (let index = 0; index < 30; index++) await upload(index)
  const { mover } = uploadsOf(landline)
  const id = await useBucket(landline, server)
  await mover.start({ to: id, parallel: 2, bytesPerSecond: 40_000 })

  const { attachments } = await landline.owner.get('/attachments')
  for (const { id: attachment } of attachments.slice(0, 5)) await landline.owner.delete(`/attachments/${attachment}`)
  for (let index = 30; index < 35; index++) await upload(index)
  await mover.pause()
  expect(await mover.progress()).toMatchObject({ state: 'paused' })
  for (const { uri, content } of kept.slice(5)) {
    expect(Buffer.from(await (await landline.owner.page(uri)).arrayBuffer()).equals(content)).toBe(true)
  }
  await mover.resume()
  await mover.settled()

  expect(await mover.progress()).toMatchObject({ state: 'finished', left: { files: 0 }, failed: 0 })
  expect(await stores(landline)).toEqual([id])
  expect(await blobsOf(landline)).toHaveLength(30)
  await expectAllWhole(landline)
})

test('a move that a stop interrupted goes on at the next start; a cancelled one does not', async () => {
  const [folder, server] = [newFolder(), await bucketServer()]
  const before = await startLandline({ folder })
  for (let index = 0; index < 12; index++) await before.owner.upload(`f${index}.bin`, randomBytes(1000))
  const id = await useBucket(before, server)
  await uploadsOf(before).mover.start({ to: id, parallel: 1, bytesPerSecond: 4_000 })
  const moved = async (): Promise<number> => (await uploadsOf(before).mover.progress()).moved.files
  await expect.poll(moved).toBeGreaterThan(1)
  await before.stop()

  const after = await startLandline({ folder })
  await uploadsOf(after).mover.settled()
  expect(await uploadsOf(after).mover.report()).toMatchObject({ state: 'finished', verified: 12, failed: [] })
  await expectAllWhole(after)

  await uploadsOf(after).mover.start({ to: 'local', parallel: 1, bytesPerSecond: 1 })
  await uploadsOf(after).mover.cancel()
  expect(await uploadsOf(after).mover.progress()).toMatchObject({ state: 'cancelled' })
  await expect(uploadsOf(after).mover.resume()).rejects.toThrow('No move is paused')
  await expectAllWhole(after)
})

test('a move waits for a bucket that is away, and says so', async () => {
  const [landline, server] = [await startLandline(), await bucketServer()]
  await landline.owner.upload('a.txt', 'hello')
  const id = await useBucket(landline, server)
  await server.stop()
  const { mover } = uploadsOf(landline)
  await mover.start({ to: id })
  await expect.poll(async () => (await mover.progress()).waitingFor).toContain('cannot be reached')
  expect(await mover.progress()).toMatchObject({ state: 'running', failed: 0 })
  await mover.pause()
  expect(await stores(landline)).toEqual(['local'])
})

test('what waited on this computer goes to the bucket as soon as it answers', async () => {
  const [landline, gone, server] = [await startLandline(), await bucketServer(), await bucketServer()]
  await useBucket(landline, gone)
  await gone.stop()
  await landline.owner.upload('a.txt', 'waited')
  const { storage, housekeeping } = uploadsOf(landline)
  const id = await useBucket(landline, server)

  housekeeping.run()
  await housekeeping.idle()

  const [blob] = await blobsOf(landline)
  expect(blob).toMatchObject({ store: id, isSpooled: 0 })
  await expectAllWhole(landline)
  housekeeping.run()
  await housekeeping.idle()
  expect(await storage.local.head(blob!.key)).toBeUndefined()
  expect(existsSync(path.join(landline.appliance.folder.uploads, 'files'))).toBe(false)
})

test('a plan says about what a provider will charge, where its prices are that simple', async () => {
  const landline = await startLandline()
  const { storage, mover } = uploadsOf(landline)
  const film = { key: 'files/x', class: 'messageFile', store: 'local', bytes: 50e9, sha256: Buffer.alloc(32), contentType: 'a/b' }
  await landline.appliance.database.inTransaction((trx) =>
    trx
      .insertInto('blobs')
      .values({ ...film, createdAt: 0 })
      .execute(),
  )
  const nowhere: S3Server = { endpoint: '', region: 'x', accessKeyId: 'x', secretAccessKey: 'x', stop: async () => {} }
  const costAt = async (endpoint: string | null) =>
    (await mover.plan(await storage.useBucket({ ...bucketAt(nowhere, 'files'), endpoint }, new Secret('x')))).cost
  expect(await costAt(null)).toEqual({ perMonth: 1.15, once: 0.01 })
  expect(await costAt('https://s3.us-west-004.backblazeb2.com')).toEqual({ perMonth: 0.3, once: 0 })
  expect(await costAt('https://storage.example.org')).toBeNull()
  expect((await mover.plan('local')).cost).toBeNull()
})
