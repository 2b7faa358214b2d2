import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SettingsFile } from '../landline-json.ts'
import { openSecrets } from './choose.ts'
import { EncryptedFileStore } from './encrypted-file.ts'
import type { Keytar } from './keychain.ts'
import { Secret } from './secret.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landline-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const masterKey = new Secret('correct horse battery staple')
const permissions = (name: string): number => statSync(path.join(folder, name)).mode & 0o777

test('a secret shows itself to nobody until it is asked to', () => {
  const secret = new Secret('hunter2')
  const shown = [`${secret}`, String(secret), JSON.stringify({ secret }), inspect({ secret }), `${secret as unknown as number}`]
  expect(shown.join()).not.toContain('hunter2')
  expect(shown).toEqual(['[secret]', '[secret]', '{"secret":"[secret]"}', '{ secret: [secret] }', '[secret]'])
  expect(secret.reveal()).toBe('hunter2')
})

describe('the encrypted file', () => {
  test('gives back what was put in, also after a restart', async () => {
    const store = new EncryptedFileStore(folder, undefined)
    expect(await store.get('s3')).toBeUndefined()
    await Promise.all([store.set('s3', new Secret('key & ü')), store.set('smtp', new Secret('pw'))])

    const later = new EncryptedFileStore(folder, undefined)

    expect(await later.names()).toEqual(['s3', 'smtp'])
    expect((await later.get('s3'))?.reveal()).toBe('key & ü')
    await later.delete('s3')
    expect(await store.get('s3')).toBeUndefined()
    expect(await store.get('toString')).toBeUndefined()
  })

  test('tells neither names nor values, and belongs to its owner alone', async () => {
    await new EncryptedFileStore(folder, undefined).set('s3-secret', new Secret('hunter2'))
    const text = readFileSync(path.join(folder, 'secrets.enc'), 'latin1')
    expect(text).not.toMatch(/hunter2|s3-secret/)
    expect([permissions('secrets.enc'), permissions('secrets.key')]).toEqual([0o600, 0o600])
    expect(readdirSync(folder).toSorted()).toEqual(['secrets.enc', 'secrets.key'])
  })

  test('with a master key leaves no key on the disk', async () => {
    await new EncryptedFileStore(folder, undefined).set('s3', new Secret('hunter2'))

    const store = new EncryptedFileStore(folder, masterKey) // the owner sets one later

    expect((await store.get('s3'))?.reveal()).toBe('hunter2')
    expect(readdirSync(folder)).toEqual(['secrets.enc'])
    expect((await new EncryptedFileStore(folder, masterKey).get('s3'))?.reveal()).toBe('hunter2')
  })

  test('stays shut, whole, under another master key or none', async () => {
    await new EncryptedFileStore(folder, masterKey).set('s3', new Secret('hunter2'))
    const before = readFileSync(path.join(folder, 'secrets.enc'))

    const wrong = new EncryptedFileStore(folder, new Secret('something else'))
    await expect(wrong.get('s3')).rejects.toMatchObject({
      code: 'SECRETS_LOCKED',
      nextStep: expect.stringContaining('LANDLINE_MASTER_KEY'),
    })
    await expect(wrong.set('s3', new Secret('x'))).rejects.toMatchObject({ code: 'SECRETS_LOCKED' })
    await expect(new EncryptedFileStore(folder, undefined).set('s3', new Secret('x'))).rejects.toThrow(
      'was sealed with a master key',
    )

    expect(readFileSync(path.join(folder, 'secrets.enc'))).toEqual(before)
  })

  test('is not opened when a byte of it was changed, or its key is gone', async () => {
    const store = new EncryptedFileStore(folder, undefined)
    await store.set('s3', new Secret('hunter2'))
    const file = path.join(folder, 'secrets.enc')
    const envelope = JSON.parse(readFileSync(file, 'utf8')) as { sealed: string }
    const sealed = Buffer.from(envelope.sealed, 'base64')
    sealed[0]! ^= 1
    writeFileSync(file, JSON.stringify({ ...envelope, sealed: sealed.toString('base64') }))
    await expect(store.get('s3')).rejects.toThrow('does not open with this key file')

    writeFileSync(file, JSON.stringify(envelope))
    expect((await store.get('s3'))?.reveal()).toBe('hunter2')
    rmSync(path.join(folder, 'secrets.key'))
    await expect(store.set('new', new Secret('x'))).rejects.toThrow('has lost its key')
    writeFileSync(file, '{')
    await expect(store.get('s3')).rejects.toThrow('is damaged')
  })
})

/** A keychain as a desktop has one. */
function keychain(broken?: Error): Keytar & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const at = (service: string, account: string) => {
    if (broken) throw broken
    return `${service}/${account}`
  }
  return {
    kept,
    getPassword: async (service, account) => kept.get(at(service, account)) ?? null,
    setPassword: async (service, account, password) => void kept.set(at(service, account), password),
    deletePassword: async (service, account) => kept.delete(at(service, account)),
    findCredentials: async (service) =>
      [...kept]
        .filter(([key]) => key.startsWith(`${service}/`))
        .map(([key, password]) => ({ account: key.split('/')[1]!, password })),
  }
}

describe('which store', () => {
  const open = (keytar: Keytar, key?: Secret) =>
    openSecrets({
      folder: { path: folder },
      settings: new SettingsFile(path.join(folder, 'landline.json')),
      masterKey: key,
      load: async () => keytar,
    })
  const settings = () => JSON.parse(readFileSync(path.join(folder, 'landline.json'), 'utf8'))

  test('the keychain holds secrets where there is one, and the file on disk says only that', async () => {
    const desktop = keychain()
    const { store, report } = await open(desktop)
    expect(report).toEqual({ kind: 'keychain', why: 'The keychain of this computer answers.', problem: undefined })
    expect(desktop.kept.size).toBe(0) // the probe is gone
    expect(settings().secretStore).toBeNull() // no secret yet: nothing to stay with

    await store.set('s3', new Secret('hunter2'))

    expect(settings()).toMatchObject({ secretStore: 'keychain', keychainName: expect.stringMatching(/^Landline [0-9a-f]{8}$/) })
    expect(JSON.stringify(settings())).not.toContain('hunter2')
    const later = await open(desktop)
    expect(await later.store.names()).toEqual(['s3'])
    expect((await later.store.get('s3'))?.reveal()).toBe('hunter2')
  })

  test('without a keychain a file does, and the report says why', async () => {
    const { store, report } = await open(keychain(new Error('No desktop session.')))
    expect(report).toEqual({
      kind: 'file',
      why: 'The keychain of this computer cannot be used: No desktop session. They are in an encrypted file, opened by a key file beside it.',
      problem: undefined,
    })
    await store.set('s3', new Secret('hunter2'))
    expect((await (await open(keychain())).store.get('s3'))?.reveal()).toBe('hunter2') // a keychain that appears later changes nothing
  })

  test('a keychain that is shut now is not replaced by an empty file', async () => {
    await (await open(keychain())).store.set('s3', new Secret('hunter2'))

    const { store, report } = await open(keychain(new Error('locked')))

    expect(report).toMatchObject({
      kind: 'keychain',
      problem: { code: 'SECRETS_LOCKED', nextStep: expect.stringContaining('unlock the keychain') },
    })
    await expect(store.get('s3')).rejects.toThrow('cannot be opened: locked')
    expect(readdirSync(folder)).toEqual(['landline.json'])
  })

  test('a keychain module that does not load is no reason to fail', async () => {
    const { report } = await openSecrets({
      folder: { path: folder },
      settings: new SettingsFile(path.join(folder, 'landline.json')),
      masterKey: undefined,
      load: () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')),
    })
    expect(report).toMatchObject({ kind: 'file', why: expect.stringContaining('libsecret-1.so.0') })
  })

  test('who sets a master key wants the file; a wrong one later is reported, not fatal', async () => {
    const desktop = keychain()
    const { store, report } = await open(desktop, masterKey)
    expect(report.why).toBe('LANDLINE_MASTER_KEY is set. They are in an encrypted file, opened by your master key.')
    await store.set('s3', new Secret('hunter2'))

    const later = await open(desktop, new Secret('wrong'))

    expect(later.report.problem).toMatchObject({
      code: 'SECRETS_LOCKED',
      nextStep: expect.stringContaining('LANDLINE_MASTER_KEY'),
    })
  })
})
