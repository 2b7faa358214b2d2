import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { openBareUploads, storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { startFaultProxy } from '../../../test/support/storage/fault-proxy.ts'
import { bucketAt } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { storageProblems } from './problems.ts'

test('the owner hears of a bucket that is away or public, and of damage, and that all is well again', async () => {
  const folder = newFolder()
  const bare = await openBareUploads(folder, { attempts: 1 })
  onTestFinished(() => bare.close())
  const { uploads } = bare
  const codes = (): string[] => storageProblems(uploads).map(({ code }) => code)
  expect(codes()).toEqual([])

  const key = await storeFile(bare, Buffer.from('right'))
  writeFileSync(path.join(folder, 'uploads', key), 'wrong')
  await uploads.scrubber.run()
  expect(codes()).toEqual(['STORAGE_DAMAGED'])
  writeFileSync(path.join(folder, 'uploads', key), 'right')

  const server = await startS3rver(['files'])
  onTestFinished(() => server.stop())
  await uploads.storage.useBucket(bucketAt(server, 'files'), new Secret('any'))
  await uploads.scrubber.run()
  expect(codes()).toEqual(['STORAGE_PUBLIC'])
  const accepted = bucketAt(server, 'files', { accepted: ['public'] })
  await uploads.storage.useBucket(accepted, new Secret('any'))
  await uploads.scrubber.run()
  expect(codes()).toEqual([]) // the owner knows
  await uploads.storage.useBucket(bucketAt(server, 'files'), new Secret('any'))
  await uploads.scrubber.run()

  await server.stop()
  await storeFile(bare, Buffer.from('waits'))
  expect(codes()).toEqual(['STORAGE_AWAY', 'STORAGE_PUBLIC'])
  expect(storageProblems(uploads)[0]!.message).toMatch(/^The bucket files does not answer, so new files wait on this computer/)
})

test('a bucket that is back is noticed, though nobody uploads', async () => {
  let now = 1_800_000_000
  const bare = await openBareUploads(newFolder(), { attempts: 1 }, () => now)
  onTestFinished(() => bare.close())
  const provider = await startS3rver(['files'])
  const proxy = await startFaultProxy(provider)
  onTestFinished(async () => {
    await proxy.stop()
    await provider.stop()
  })
  const { storage, housekeeping } = bare.uploads
  const id = await storage.useBucket(bucketAt(proxy, 'files'), new Secret('any'))
  proxy.fault = () => 'reset before'
  await storeFile(bare, Buffer.from('waits'))
  expect(storage.health.of(id).state).toBe('away')

  proxy.fault = () => 'none'
  now += 60
  housekeeping.run()
  await housekeeping.idle()
  expect(storage.health.of(id).state).toBe('ok')
})

test('nobody waits for ever for a bucket that says nothing', async () => {
  const bare = await openBareUploads(newFolder(), { attempts: 1, silence: 300 })
  onTestFinished(() => bare.close())
  const provider = await startS3rver(['files'])
  const proxy = await startFaultProxy(provider)
  onTestFinished(async () => {
    await proxy.stop()
    await provider.stop()
  })
  const id = await bare.uploads.storage.useBucket(bucketAt(proxy, 'files'), new Secret('any'))
  proxy.fault = () => 'silence'

  const key = await storeFile(bare, Buffer.from('waits here instead'))

  expect(await bare.uploads.storage.local.head(key)).toEqual({ bytes: 18 })
  expect(bare.uploads.storage.health.of(id)).toMatchObject({
    state: 'away',
    cause: expect.stringContaining('did not answer in time'),
  })
})
