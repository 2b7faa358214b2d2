import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openBareBackups } from '../../../test/support/backups/bare-backups.ts'
import { newFolder } from '../../../test/support/landline.ts'
import { SettingsFile } from '../../config/landline-json.ts'
import { forgetKeychain, openSecrets } from '../../config/secrets/choose.ts'
import type { Keytar } from '../../config/secrets/keychain.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { initialSettings, type Settings } from '../../config/settings.ts'
import { Cipher } from '../repository/cipher.ts'
import { FolderStore } from '../repository/folder-store.ts'
import { readHeader } from '../repository/header.ts'
import { Repository } from '../repository/repository.ts'
import { mergeSettings } from './new-settings.ts'
import { stagingFolder } from './restore-file.ts'
import { stage } from './stage.ts'

/** A keychain in memory: which names it lists for whom. */
function keychain() {
  const services = new Map<string, Map<string, string>>()
  const of = (service: string) => services.get(service) ?? services.set(service, new Map()).get(service)!
  const keytar: Keytar = {
    getPassword: async (service, account) => of(service).get(account) ?? null,
    setPassword: async (service, account, password) => void of(service).set(account, password),
    deletePassword: async (service, account) => of(service).delete(account),
    findCredentials: async (service) => [...of(service)].map(([account, password]) => ({ account, password })),
  }
  const list = () =>
    Object.fromEntries([...services].filter(([, all]) => all.size > 0).map(([name, all]) => [name, Object.fromEntries(all)]))
  return { load: async () => keytar, list }
}

test('secrets that come back go into the keychain under a name of their own, so that those from before are there for the way back', async () => {
  const bare = await openBareBackups(1)
  bare.cipher = new Cipher(Buffer.alloc(32, 1))
  bare.secrets.set('mail/password', new Secret('as it was'))
  bare.secrets.set('backups/data-key', new Secret('of then'))
  const { name } = await bare.take()
  await bare.close()
  const store = new FolderStore(bare.repositoryFolder)
  const repository = new Repository(store, (await readHeader(store))!, bare.cipher)

  const { load, list } = keychain()
  const folder = newFolder()
  const settings = new SettingsFile(path.join(folder, 'landline.json'))
  settings.change({ backups: { ...settings.get().backups, applianceId: repository.header.appliance } })
  const open = async (at: string, its: SettingsFile) =>
    (await openSecrets({ folder: { path: at }, settings: its, masterKey: undefined, load })).store
  const secrets = await open(folder, settings)
  await secrets.set('mail/password', new Secret('as it is'))
  await secrets.set('backups/data-key', new Secret('of today'))
  const before = settings.get().keychainName!

  const signal = new AbortController().signal
  const present = { folder, settings, secrets, openSecretsIn: open }
  const { keychainName } = await stage(present, { repository, name, keepNetworkSettings: true, signal, report: () => {} })

  const staged = JSON.parse(readFileSync(path.join(folder, stagingFolder, 'landline.json'), 'utf8')) as Settings
  expect(staged).toMatchObject({ secretStore: 'keychain', keychainName })
  expect(list()).toEqual({
    [before]: { 'mail/password': 'as it is', 'backups/data-key': 'of today' },
    [keychainName!]: { 'mail/password': 'as it was', 'backups/data-key': 'of today' },
  })
  await forgetKeychain(keychainName!, load)
  expect(Object.keys(list())).toEqual([before])
})

test('this machine’s network settings stay unless the owner wants the snapshot’s, and its backups stay in any case', () => {
  const present: Settings = { ...initialSettings, port: 8000, openToNetwork: true, publicUrl: 'https://here.example' }
  const snapshot = {
    ...initialSettings,
    port: 9000,
    publicUrl: 'https://there.example',
    host: '203.0.113.7',
    logLevel: 'debug' as const,
  }
  present.backups = { ...present.backups, applianceId: 'a1', destinations: { usb: { folder: '/media/usb' } } }
  const merge = (isOurs: boolean, keepNetworkSettings: boolean) =>
    mergeSettings({ present, snapshot, isOurs, keepNetworkSettings })

  expect(merge(true, true).settings).toMatchObject({
    port: 8000,
    openToNetwork: true,
    publicUrl: 'https://here.example',
    host: null,
    logLevel: 'debug',
    backups: present.backups,
  })
  expect(merge(true, false)).toMatchObject({
    settings: { port: 9000, openToNetwork: false, publicUrl: 'https://there.example', host: null, backups: present.backups },
    notes: [expect.stringContaining('203.0.113.7')],
  })
  expect(merge(false, true).settings).toMatchObject({ port: 8000, backups: snapshot.backups })
})

test('a snapshot whose rows are fewer than it promised is not staged', async () => {
  const bare = await openBareBackups(1)
  const { manifest } = await bare.take()
  await bare.close()
  const store = new FolderStore(bare.repositoryFolder)
  const repository = new Repository(store, (await readHeader(store))!, undefined)
  const database = { ...manifest.database, rows: { ...manifest.database.rows, blobs: 7 } }
  const name = await repository.addManifest({ ...manifest, database }, false)
  const folder = newFolder()
  writeFileSync(path.join(folder, 'landline.json'), JSON.stringify(initialSettings))
  const settings = new SettingsFile(path.join(folder, 'landline.json'))
  const open = async (at: string, its: SettingsFile) =>
    (await openSecrets({ folder: { path: at }, settings: its, masterKey: new Secret('m') })).store
  const present = { folder, settings, secrets: await open(folder, settings), openSecretsIn: open }
  const { signal } = new AbortController()
  await expect(stage(present, { repository, name, keepNetworkSettings: true, signal, report: () => {} })).rejects.toThrow(
    'blobs has 1 of 7 rows',
  )
})
