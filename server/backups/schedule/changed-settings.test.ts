import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { newFolder, startLandline } from '../../../test/support/landline.ts'
import { askServer, serveProcess } from '../../../test/support/server-process.ts'
import { EncryptedFileStore } from '../../config/secrets/encrypted-file.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { openFolder } from '../repository/open.ts'
import { restoreInto } from '../restore/into-folder.ts'
import { BackupState } from '../state.ts'
import { ChangedSettings } from './changed-settings.ts'
import { Scheduler } from './scheduler.ts'

const never = '0 0 29 2 *'

/** A server that backs up to its own folder and to a stick, and a schedule that only settings can move before the next leap day. */
async function startWithStick(folder = newFolder(), now = new Date(2026, 2, 10, 12)) {
  vi.useFakeTimers({ toFake: ['Date'], now }) // backups take no time at all
  onTestFinished(() => void vi.useRealTimers())
  const landline = await startLandline({ folder })
  const { backups, watcher } = landline.appliance.features
  if (backups.settings.schedule !== never) backups.change({ schedule: never }) // a start changes nothing by itself
  const scheduler = new Scheduler(backups, (error) => expect.fail(String(error)))
  const create = vi.spyOn(backups, 'create')
  return {
    landline,
    settings: landline.appliance.settings,
    backups,
    watcher,
    /** A minute passes. @returns where backups were made, or tried */
    async look() {
      vi.setSystemTime(Date.now() + 60_000)
      create.mockClear()
      await scheduler.look()
      return create.mock.calls.map(([name]) => name)
    },
  }
}

async function firstBackups({ backups }: Awaited<ReturnType<typeof startWithStick>>) {
  const stick = path.join(newFolder(), 'stick')
  mkdirSync(stick)
  await backups.addDestination('stick', { folder: stick }, undefined)
  const key = await backups.createKey(false)
  await backups.create(undefined, 'asked')
  return { stick, key: new Secret(key.reveal()) }
}

test('a setting and a secret that the owner changes are in every place at the next look, and on a new computer', async () => {
  const running = await startWithStick()
  const { settings, watcher, look } = running
  const { stick, key } = await firstBackups(running)
  expect(await look(), 'nothing was changed').toEqual([])
  settings.change({ logLevel: 'debug' })
  expect(await look()).toEqual(['local', 'stick'])
  await watcher.webhook.set('https://hooks.example.org/soup')
  expect(await look()).toEqual(['local', 'stick'])
  settings.change({ logLevel: 'debug' }) // as it is
  expect(await look()).toEqual([])

  const repository = await openFolder(stick, key)
  const restored = path.join(newFolder(), 'restored')
  await restoreInto(repository, await repository.find('latest'), restored)
  expect(JSON.parse(readFileSync(path.join(restored, 'landline.json'), 'utf8'))).toMatchObject({ logLevel: 'debug' })
  const secret = await new EncryptedFileStore(restored, undefined).get('backups/alarm-webhook')
  expect(secret?.reveal()).toBe('https://hooks.example.org/soup')
})

test('a stick in a drawer is tried once, and does not keep the others from theirs', async () => {
  const running = await startWithStick()
  const { settings, look } = running
  const { stick } = await firstBackups(running)
  renameSync(stick, `${stick} in a drawer`)
  settings.change({ logLevel: 'debug' })
  expect(await look()).toEqual(['local', 'stick'])
  settings.change({ logLevel: 'warn' })
  expect(await look()).toEqual(['local'])
})

test('what was changed right before the power went is backed up after the next start', async () => {
  const first = await startWithStick()
  await firstBackups(first)
  first.settings.change({ logLevel: 'debug' })
  await first.landline.stop()
  const again = await startWithStick(first.landline.appliance.folder.path)
  expect(await again.look()).toEqual(['local', 'stick'])
})

test('what was changed right before the server was killed is in every place after the next look, also a secret', async () => {
  const now = new Date()
  const before = await startWithStick(undefined, now)
  const { stick, key } = await firstBackups(before)
  const folder = before.landline.appliance.folder.path
  await before.landline.stop()

  const server = await serveProcess(folder)
  onTestFinished(() => server.kill())
  await askServer(folder, async (control) => {
    await control.backups.change({ retention: { hourly: 1, daily: 2, weekly: 3, monthly: 5 } })
    await control.alarms.setWebhook({ url: 'https://hooks.example.org/soup' })
  })
  await server.kill()

  const again = await startWithStick(folder, now)
  await again.look() // whether the other one still came to it or not
  for (const place of [stick, again.landline.appliance.folder.backups]) {
    const repository = await openFolder(place, key)
    const restored = path.join(newFolder(), 'restored')
    await restoreInto(repository, await repository.find('latest'), restored)
    const { backups } = JSON.parse(readFileSync(path.join(restored, 'landline.json'), 'utf8'))
    expect(backups.retention).toEqual({ hourly: 1, daily: 2, weekly: 3, monthly: 5 })
    const secret = await new EncryptedFileStore(restored, undefined).get('backups/alarm-webhook')
    expect(secret?.reveal()).toBe('https://hooks.example.org/soup')
  }
})

test('secrets that could not be read once are looked at again', async () => {
  const { landline } = await startWithStick()
  const { settings, secrets } = landline.appliance
  const state = new BackupState(path.join(newFolder(), 'state.json'), 0)
  const isSealed = vi.fn(async () => true).mockRejectedValueOnce(new Error('The keychain is locked'))
  const source = () => ({ settingsFile: settings.path, secrets: secrets.store })
  const changed = new ChangedSettings({ source, isSealed, names: () => ['nas'], state, now: () => 1 })
  const facts = { snapshot: 's', seconds: 0, bytes: 1, newBytes: 1, missing: 0, untidied: null }
  state.succeeded('nas', { ...facts, at: 0, settings: 'others' })
  await expect(changed.placesBehind()).rejects.toThrow('locked')
  expect(await changed.placesBehind()).toEqual(['nas'])
})

test('a backup that takes an hour is not made after every change', async () => {
  const { landline } = await startWithStick()
  const { settings, secrets } = landline.appliance
  const state = new BackupState(path.join(newFolder(), 'state.json'), 0)
  let now = 0
  const changed = new ChangedSettings({
    source: () => ({ settingsFile: settings.path, secrets: secrets.store }),
    isSealed: async () => true,
    names: () => ['nas'],
    state,
    now: () => now,
  })
  state.succeeded('nas', {
    snapshot: 's',
    at: now,
    seconds: 3600,
    bytes: 1,
    newBytes: 1,
    missing: 0,
    settings: 'others',
    untidied: null,
  })
  expect(await changed.placesBehind()).toEqual([])
  now = 10 * 3600
  expect(await changed.placesBehind()).toEqual(['nas'])
  expect(await changed.placesBehind(), 'until somebody changes something again').toEqual([])
})
