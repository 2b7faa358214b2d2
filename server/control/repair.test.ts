import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { call } from '@orpc/server'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { type Landline, newFolder, startLandline } from '../../test/support/landline.ts'
import type { Owner } from './owner.ts'
import { storageCalls } from './storage.ts'

const ownerOf = ({ appliance }: Landline): Owner => ({ version: '0.1.0', appliance, server: undefined })

const keyOf = async ({ appliance }: Landline, filename: string): Promise<string> => {
  const rows = appliance.database.read.selectFrom('uploads').select('blobKey').where('filename', '=', filename)
  return (await rows.executeTakeFirstOrThrow()).blobKey
}

test('what a look at all files finds broken is named with who sent it, and comes back from the newest backup', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { uploads, backups } = landline.appliance.features
  const fileOf = async (filename: string): Promise<string> =>
    path.join(landline.appliance.folder.uploads, await keyOf(landline, filename))
  const soup = await ada!.upload('soup.txt', 'Leek and potato')
  const bread = await ben!.upload('bread.txt', 'Rye')
  const photo = await sharp({ create: { width: 900, height: 900, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const { uri } = await ben!.upload('table.png', photo, 'image/png')
  const thumbnail = `${uri.replace('/user_uploads/', '/user_uploads/thumbnail/')}/840x560.webp`
  expect((await ben!.page(thumbnail)).status).toBe(200)
  await backups.create('local', 'asked')
  await ada!.upload('late.txt', 'After the backup')
  writeFileSync(await fileOf('soup.txt'), 'Leek and potat0')
  for (const gone of ['bread.txt', 'late.txt']) rmSync(await fileOf(gone))
  const small = await landline.appliance.database.read.selectFrom('thumbnails').select('blobKey').executeTakeFirstOrThrow()
  writeFileSync(path.join(landline.appliance.folder.uploads, small.blobKey), 'torn')

  const { damaged } = await uploads.scrubber.run(Number.POSITIVE_INFINITY)

  expect(new Set(damaged.map(({ filename, uploader }) => `${filename} from ${uploader}`))).toEqual(
    new Set(['soup.txt from Ada', 'bread.txt from Ben', 'late.txt from Ada', 'table.png from Ben']),
  )
  const { back, ...report } = await call(storageCalls.repair, undefined, { context: ownerOf(landline) })
  expect(back.map(({ filename, place }) => `${filename} from ${place}`).toSorted()).toEqual([
    'bread.txt from local',
    'soup.txt from local',
  ])
  expect(report).toEqual({
    mended: 3,
    whole: 0,
    lost: [expect.objectContaining({ filename: 'late.txt', uploader: 'Ada', cause: 'In no backup' })],
  })
  expect(await (await ada!.page(soup.uri)).text()).toBe('Leek and potato')
  expect(await (await ben!.page(bread.uri)).text()).toBe('Rye')
  expect((await ben!.page(thumbnail)).headers.get('content-type')).toBe('image/webp')
  expect(uploads.scrubber.last!.damaged.map(({ filename }) => filename)).toEqual(['late.txt'])
})

test('where the newest backup is torn a file comes back from an older one or another place, and its owner hears from which', async () => {
  const landline = await startLandline()
  const { uploads, backups } = landline.appliance.features
  await backups.addDestination('stick', { folder: newFolder() }, undefined)
  const soup = await landline.owner.upload('soup.txt', 'Leek and potato')
  await backups.create('local', 'asked')
  const bread = await landline.owner.upload('bread.txt', 'Rye')
  await backups.create('stick', 'asked')
  await backups.create('local', 'asked')
  const snapshots = (place: string) => backups.reading(place, (repository) => repository.snapshots())
  const [older, newest] = await snapshots('local')
  writeFileSync(path.join(landline.appliance.folder.backups, 'snapshots', `${newest!.id}.json`), 'torn')
  for (const filename of ['soup.txt', 'bread.txt'])
    rmSync(path.join(landline.appliance.folder.uploads, await keyOf(landline, filename)))
  await uploads.scrubber.run(Number.POSITIVE_INFINITY)

  const { back, lost } = await call(storageCalls.repair, undefined, { context: ownerOf(landline) })

  expect(lost).toEqual([])
  const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1000)
  expect(new Set(back.map(({ filename, place, at }) => `${filename} from ${place} of ${at}`))).toEqual(
    new Set([
      `soup.txt from local of ${secondsOf(older!.createdAt)}`,
      `bread.txt from stick of ${secondsOf((await snapshots('stick'))[0]!.createdAt)}`,
    ]),
  )
  expect(await (await landline.owner.page(soup.uri)).text()).toBe('Leek and potato')
  expect(await (await landline.owner.page(bread.uri)).text()).toBe('Rye')
})

test('a file that came after the newest backup comes back from the journal', async () => {
  const landline = await startLandline()
  const { uploads, backups } = landline.appliance.features
  await landline.owner.upload('soup.txt', 'Leek and potato')
  await backups.create('local', 'asked')
  const before = Math.floor(Date.now() / 1000)
  const late = await landline.owner.upload('late.txt', 'After the backup')
  await backups.journal!.catchUp()
  for (const filename of ['soup.txt', 'late.txt'])
    rmSync(path.join(landline.appliance.folder.uploads, await keyOf(landline, filename)))
  await uploads.scrubber.run(Number.POSITIVE_INFINITY)

  const { back, lost } = await call(storageCalls.repair, undefined, { context: ownerOf(landline) })

  expect(lost).toEqual([])
  expect(back.map(({ filename }) => filename).toSorted()).toEqual(['late.txt', 'soup.txt'])
  expect(back.find(({ filename }) => filename === 'late.txt')!.at).toBeGreaterThanOrEqual(before)
  expect(await (await landline.owner.page(late.uri)).text()).toBe('After the backup')
})

test('without a backup nothing is lost by asking, and the owner hears why', async () => {
  const landline = await startLandline()
  await landline.owner.upload('soup.txt', 'Leek and potato')
  rmSync(path.join(landline.appliance.folder.uploads, await keyOf(landline, 'soup.txt')))
  await landline.appliance.features.uploads.scrubber.run()
  const report = await call(storageCalls.repair, undefined, { context: ownerOf(landline) })
  expect(report).toMatchObject({ mended: 0, lost: [{ filename: 'soup.txt', cause: expect.stringMatching(/\.$/) }] })
})
