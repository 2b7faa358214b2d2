import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { allRows } from '../../test/support/backups/bare-backups.ts'
import { newFolder, startLandline } from '../../test/support/landline.ts'
import { type Fault, type ProxiedCall, startFaultProxy } from '../../test/support/storage/fault-proxy.ts'
import { bucketAt } from '../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../test/support/storage/s3rver.ts'
import { Secret } from '../config/secrets/secret.ts'
import { S3Store } from '../uploads/stores/s3/s3-store.ts'
import { openRepository } from './repository/open.ts'
import { verifyRepository } from './repository/verify.ts'
import { restoreInto } from './restore/into-folder.ts'
import { readingBare } from './restore/source.ts'

test('a bucket holds backups as a folder does, and brings them back', { timeout: 60_000 }, async () => {
  const server = await startS3rver(['backups'])
  onTestFinished(() => server.stop())
  const landline = await startLandline()
  const { folder, features } = landline.appliance
  const bucket = bucketAt(server, 'backups', { prefix: 'soup/' })
  const key = await features.backups.createKey(false)
  await features.backups.addDestination('offsite', { bucket }, new Secret(server.secretAccessKey))
  const made = await features.backups.create('offsite', 'asked')
  expect(made).toMatchObject([{ destination: 'offsite' }])
  expect((await features.backups.create('offsite', 'asked'))[0]!.newBytes).toBe(0)
  await landline.stop()

  const store = new S3Store('bare', bucket, new Secret(server.secretAccessKey))
  onTestFinished(() => store.close())
  const repository = await openRepository(store, new Secret(key.reveal()))
  const scratch = newFolder()
  expect(await verifyRepository(repository, scratch)).toMatchObject({ snapshots: 2, damages: [] })
  const target = path.join(newFolder(), 'restored')
  await restoreInto(repository, await repository.find('latest'), target)
  expect(allRows(path.join(target, 'landline.db'))).toEqual(allRows(folder.database))
})

test('a bucket that does not answer is told as such, and the local backup is made all the same', {
  timeout: 60_000,
}, async () => {
  const server = await startS3rver(['backups'])
  const landline = await startLandline()
  const { backups } = landline.appliance.features
  await backups.addDestination('offsite', { bucket: bucketAt(server, 'backups') }, new Secret(server.secretAccessKey))
  await server.stop()
  expect(await backups.create(undefined, 'schedule')).toMatchObject([{ destination: 'local' }])
  expect(backups.state.of('offsite').failure).toMatchObject({
    message: expect.stringMatching(/\w/),
    nextStep: expect.stringMatching(/\w/),
  })
  await expect(backups.create('offsite', 'asked')).rejects.toMatchObject({ code: 'DESTINATION_UNUSABLE' })
})

test('a bucket that lets nobody remove anything any more still takes backups, and the owner hears why it grows', {
  timeout: 60_000,
}, async () => {
  const server = await startS3rver(['backups'])
  onTestFinished(() => server.stop())
  const bucket = await startFaultProxy(server)
  onTestFinished(() => bucket.stop())
  const landline = await startLandline()
  const { backups, watcher } = landline.appliance.features
  const secret = new Secret(server.secretAccessKey)
  const reminders = async () => {
    await watcher.look()
    return watcher.alarms.filter(({ code }) => code === 'BACKUP_NOT_TIDIED')
  }
  await backups.addDestination('offsite', { bucket: bucketAt(bucket, 'backups') }, secret)
  expect(await backups.create('offsite', 'asked')).toMatchObject([{ untidied: null }])

  bucket.fault = ({ method }) => (method === 'DELETE' ? { status: 403, code: 'AccessDenied' } : 'none')
  for (const time of ['first', 'second', 'third'])
    expect(await backups.create('offsite', 'asked'), time).toMatchObject([
      { untidied: { message: expect.stringContaining('may not remove anything') } },
    ])
  expect(await reminders()).toMatchObject([{ id: 'BACKUP_NOT_TIDIED offsite', isReminder: true }])
  backups.change({ retention: { hourly: 0, daily: 0, weekly: 0, monthly: 0 } })
  await expect(backups.upkeep.prune('offsite', false)).rejects.toMatchObject({ code: 'DESTINATION_UNUSABLE' })
  expect(await backups.upkeep.verify('offsite')).toMatchObject({ snapshots: 4, damages: [] })
  const other = bucketAt(bucket, 'backups', { prefix: 'other/' })
  await expect(backups.addDestination('other', { bucket: other }, secret)).rejects.toMatchObject({ code: 'DESTINATION_UNUSABLE' })

  bucket.fault = () => 'none'
  expect(await backups.create('offsite', 'asked')).toMatchObject([{ untidied: null }])
  expect(await reminders()).toEqual([])
  expect(await backups.upkeep.verify('offsite')).toMatchObject({ snapshots: 2, damages: [] })
})

test('a key that may do no more than it must, as the policy has it, is enough for backups, and hides no refusal', {
  timeout: 60_000,
}, async () => {
  const server = await startS3rver(['backups'])
  onTestFinished(() => server.stop())
  const provider = await startFaultProxy(server)
  onTestFinished(() => provider.stop())
  const stored = new Set<string>()
  // It may list a part of the bucket: of what is missing, providers then tell nothing but that it is forbidden.
  const tellNothing = ({ method, path: address }: ProxiedCall): Fault => {
    const { pathname: key, search } = new URL(address, provider.endpoint)
    if (method === 'PUT') stored.add(key)
    const isRead = (method === 'GET' || method === 'HEAD') && !search.includes('list-type')
    return isRead && !stored.has(key) ? { status: 403, code: 'AccessDenied' } : 'none'
  }
  provider.fault = tellNothing
  const landline = await startLandline()
  const { backups } = landline.appliance.features
  const [bucket, secret] = [bucketAt(provider, 'backups', { prefix: 'soup/' }), server.secretAccessKey]
  await backups.addDestination('offsite', { bucket }, new Secret(secret))
  expect(await backups.create('offsite', 'asked')).toMatchObject([{ untidied: null }])
  const elsewhere = { ...bucket, prefix: 'salad/' }
  await expect(readingBare({ bucket: elsewhere, secret }, async () => {})).rejects.toMatchObject({ code: 'REPOSITORY_MISSING' })
  expect(await readingBare({ bucket, secret }, (repository) => verifyRepository(repository, newFolder()))).toMatchObject({
    snapshots: 1,
    damages: [],
  })

  provider.fault = (call) => (call.method === 'DELETE' ? { status: 403, code: 'AccessDenied' } : tellNothing(call))
  expect(await backups.create('offsite', 'asked')).toMatchObject([{ untidied: { message: expect.stringContaining('remove') } }])
})
