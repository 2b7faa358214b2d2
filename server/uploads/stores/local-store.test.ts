import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeBlobStore } from '../../../test/support/storage/conformance.ts'
import { TooManyBytes } from './draft.ts'
import { LocalStore } from './local-store.ts'

const root = mkdtempSync(path.join(tmpdir(), 'landline-store-'))
const folders = { uploads: path.join(root, 'uploads'), avatars: path.join(root, 'avatars') }
let store: LocalStore

beforeAll(async () => {
  store = await LocalStore.open(folders)
})
afterAll(() => rmSync(root, { recursive: true }))

describeBlobStore('files in a folder', () => store)

test('what an earlier run had half received is cleared away at the next start, and nothing else', async () => {
  await store.put('files/ab/whole', Readable.from([Buffer.from('whole')]))
  const draft = await store.receive(Readable.from([Buffer.from('never claimed')]))
  writeFileSync(path.join(folders.avatars, '.incoming', 'half'), 'half')

  const again = await LocalStore.open(folders)

  expect(existsSync(draft.file)).toBe(false)
  expect(readdirSync(path.join(folders.avatars, '.incoming'))).toEqual([])
  expect(await again.head('files/ab/whole')).toEqual({ bytes: 5 })
})

test('a file over the limit is refused and leaves nothing behind', async () => {
  const before = readdirSync(path.join(folders.uploads, '.incoming'))
  await expect(store.receive(Readable.from([Buffer.alloc(11)]), 10)).rejects.toThrow(TooManyBytes)
  expect(readdirSync(path.join(folders.uploads, '.incoming'))).toEqual(before)
})

test('the last file of a folder takes the folder with it', async () => {
  await store.put('files/cd/1234/photo.png', Readable.from([Buffer.from('x')]))
  await store.delete('files/cd/1234/photo.png')
  expect(existsSync(path.join(folders.uploads, 'files/cd'))).toBe(false)
})
