import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, startLandline } from '../../test/support/landline.ts'
import { FolderStore } from './repository/folder-store.ts'
import { lockFolder, writeHolder } from './repository/lock-file.ts'
import type { Repository } from './repository/repository.ts'
import { verifyRepository } from './repository/verify.ts'

test('a stick that is not plugged in is asked for, and nothing appears where it would be', async () => {
  const stick = path.join(newFolder(), 'stick')
  mkdirSync(stick)
  const landline = await startLandline()
  const { backups } = landline.appliance.features
  await backups.addDestination('stick', { folder: stick }, undefined)
  renameSync(stick, `${stick} in a drawer`)
  mkdirSync(stick) // an empty mount point
  await expect(backups.create('stick', 'asked')).rejects.toMatchObject({ code: 'DESTINATION_UNUSABLE' })
  rmSync(stick, { recursive: true })
  await expect(backups.create('stick', 'asked')).rejects.toMatchObject({ code: 'DESTINATION_UNUSABLE' })
  renameSync(`${stick} in a drawer`, stick)
  expect(await backups.create('stick', 'asked')).toHaveLength(1)
  expect(backups.state.of('stick').failure).toBeNull()
  await expect(backups.addDestination('here', { folder: 'stick' }, undefined)).rejects.toMatchObject({ code: 'PATH_INCOMPLETE' })
  await expect(backups.addDestination('inside', { folder: landline.appliance.folder.uploads }, undefined)).rejects.toMatchObject({
    code: 'DESTINATION_UNUSABLE',
  })
})

test('a stick that is pulled out meanwhile is missed: it is neither whole nor damaged, nor is it empty', async () => {
  const stick = path.join(newFolder(), 'stick')
  mkdirSync(stick)
  const landline = await startLandline()
  const { backups } = landline.appliance.features
  await backups.addDestination('stick', { folder: stick }, undefined)
  await backups.create('stick', 'asked')
  const scratch = newFolder()
  const works = [verifyRepository, async ({ store }: Repository) => Promise.reject(new Error(`${store.id} has no such chunk`))]
  for (const work of works) {
    const pulledOut = backups.reading('stick', async (repository) => {
      renameSync(stick, `${stick} in a drawer`)
      return await work(repository, scratch)
    })
    await expect(pulledOut).rejects.toMatchObject({ code: 'DESTINATION_UNUSABLE', message: expect.stringContaining('meanwhile') })
    renameSync(`${stick} in a drawer`, stick)
  }
  expect(await backups.upkeep.verify('stick')).toMatchObject({ snapshots: 1, damages: [] })
})

test('a server that is to stop does not wait to see whether another computer is still at work', { timeout: 60_000 }, async () => {
  const landline = await startLandline()
  const { backups } = landline.appliance.features
  const store = new FolderStore(landline.appliance.folder.backups)
  const silent = { host: 'kitchen', machine: 'kitchen', pid: 1, what: 'a backup', since: 0, renewedAt: 0 }
  await writeHolder(store, `${lockFolder}silent.json`, silent)
  const backup = expect(backups.create(undefined, 'asked')).rejects.toThrow('Landline stops')
  const locks = path.join(store.folder, lockFolder)
  await expect.poll(() => readdirSync(locks).length).toBe(2)
  await landline.stop()
  await backup
  expect(readdirSync(locks)).toEqual(['silent.json'])
})

test('of a place that is used no more, nothing stays on this computer', async () => {
  const stick = newFolder()
  const landline = await startLandline()
  const { folder, features } = landline.appliance
  const notes = (): string[] => readdirSync(folder.backups).filter((name) => name.startsWith('pages-'))
  await features.backups.create(undefined, 'asked')
  const ofLocal = notes()
  await features.backups.addDestination('stick', { folder: stick }, undefined)
  await features.backups.create('stick', 'asked')
  expect(notes()).toHaveLength(2)
  await features.backups.removeDestination('stick')
  expect(notes()).toEqual(ofLocal)
  await features.backups.createIn(stick, 'asked')
  expect(notes()).toHaveLength(2)
  await features.backups.create(undefined, 'asked')
  expect(notes()).toEqual(ofLocal)
})
