import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { openBareUploads, storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { bucketAt } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'

async function open() {
  const folder = newFolder()
  const bare = await openBareUploads(folder, { attempts: 1 })
  onTestFinished(() => bare.close())
  return { ...bare, bare, fileOf: (key: string) => path.join(folder, 'uploads', key) }
}

test('damage that nobody has met yet is found, and named', async () => {
  const { bare, uploads, fileOf } = await open()
  const [whole, changed, gone] = [
    await storeFile(bare, Buffer.from('whole')),
    await storeFile(bare, Buffer.from('right')),
    await storeFile(bare, Buffer.from('gone')),
  ]
  writeFileSync(fileOf(changed), 'wrong')
  rmSync(fileOf(gone))

  const report = await uploads.scrubber.run()

  expect(report.checked).toBe(3)
  const found = Object.fromEntries(report.damaged.map(({ key, cause }) => [key, cause]))
  expect(found).toEqual({ [changed]: expect.stringContaining('its content changed'), [gone]: 'Missing where it was stored' })
  expect(found).not.toHaveProperty(whole)
  expect(uploads.scrubber.last).toEqual(report)

  writeFileSync(fileOf(`${changed}-of-nobody`), 'left over')
  expect(report.unused).toBeNull()
  expect((await uploads.scrubber.run(Number.POSITIVE_INFINITY)).unused).toEqual({ files: 1, bytes: 9 })
})

test('a bucket that everybody may read is noticed, and one that is away is not called damaged', async () => {
  const { bare, uploads } = await open()
  const server = await startS3rver(['files'])
  onTestFinished(() => server.stop())
  const id = await uploads.storage.useBucket(bucketAt(server, 'files'), new Secret('any'))
  await storeFile(bare, Buffer.from('in the bucket'))
  expect(await uploads.scrubber.run()).toMatchObject({ checked: 1, damaged: [], publicBuckets: [id] })

  await server.stop()
  expect(await uploads.scrubber.run()).toMatchObject({
    checked: 0,
    damaged: [],
    unreachable: [{ store: id, cause: expect.stringMatching(/cannot be reached|broke off/) }],
  })
})

test('it goes by itself once a week, and not more often', async () => {
  const { uploads, bare } = await open()
  await uploads.housekeeping.idle()
  const first = uploads.scrubber.last!
  expect(first.checked).toBe(0)
  await storeFile(bare, Buffer.from('later'))
  uploads.housekeeping.run()
  await uploads.housekeeping.idle()
  expect(uploads.scrubber.last).toEqual(first)
})
