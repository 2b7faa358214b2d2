import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { allFiles, allRows, bareHeader, openBareBackups } from '../../../test/support/backups/bare-backups.ts'
import { FailingStore } from '../../../test/support/backups/failing-store.ts'
import { newFolder } from '../../../test/support/landline.ts'
import { storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { newRecoveryKey, parseRecoveryKey } from '../keys/recovery-key.ts'
import { sealDataKey } from '../keys/slots.ts'
import { BackupRefused } from '../refused.ts'
import { restoreInto } from '../restore/into-folder.ts'
import { prune } from '../retention/prune.ts'
import { uploadsOf } from '../snapshot/manifest.ts'
import { Cipher } from './cipher.ts'
import { FolderStore } from './folder-store.ts'
import { readHeader } from './header.ts'
import { openFolder, openOwn, openRepository } from './open.ts'
import { Repository } from './repository.ts'
import { verifyRepository } from './verify.ts'

const keepFew = { hourly: 0, daily: 0, weekly: 0, monthly: 0 }

test('whichever call of a store fails, the snapshots that were there are whole, and the next try succeeds', async () => {
  const bare = await openBareBackups(2)
  const first = await bare.take()
  const failAt = async (n: number): Promise<number> => {
    const failing = new FailingStore(new FolderStore(bare.repositoryFolder), n)
    await storeFile(bare, randomBytes(2000))
    await bare.take(failing.store).catch(() => {})
    return failing.calls
  }
  const calls = await failAt(Number.POSITIVE_INFINITY)
  expect(calls).toBeGreaterThan(20)
  for (let n = 1; n <= calls; n += Math.ceil(calls / 25)) {
    await failAt(n)
    const repository = await openFolder(bare.repositoryFolder)
    expect((await verifyRepository(repository, bare.scratch)).damages, `after call ${n} failed`).toEqual([])
  }
  const last = await bare.take()
  const repository = await openFolder(bare.repositoryFolder)
  await restoreInto(repository, first.name, path.join(newFolder(), 'first'))
  const target = path.join(newFolder(), 'last')
  await restoreInto(repository, last.name, target)
  expect(allFiles(path.join(target, 'uploads'))).toEqual(allFiles(path.join(bare.data, 'uploads')))
  expect(readdirSync(bare.scratch).filter((file) => file.startsWith('.'))).toEqual([])
  await bare.close()
})

test('whichever call fails while old snapshots are removed, those that stay are whole', async () => {
  const bare = await openBareBackups(2)
  for (let i = 0; i < 4; i++) {
    await storeFile(bare, randomBytes(2000))
    await bare.take()
  }
  const original = newFolder()
  cpSync(bare.repositoryFolder, original, { recursive: true })
  for (let n = 1; ; n++) {
    rmSync(bare.repositoryFolder, { recursive: true })
    cpSync(original, bare.repositoryFolder, { recursive: true })
    const failing = new FailingStore(new FolderStore(bare.repositoryFolder), n)
    const isDone = await bare
      .write((repository, lock) => prune(repository, lock, keepFew), failing.store)
      .then(
        () => true,
        () => false,
      )
    const repository = await openFolder(bare.repositoryFolder)
    expect((await verifyRepository(repository, bare.scratch)).damages, `after call ${n} failed`).toEqual([])
    if (isDone && failing.calls < n) {
      expect(await repository.snapshots()).toHaveLength(2)
      break
    }
    n += 2 // one in three: the whole is many of the same
  }
  await bare.close()
})

test.each([
  ['plain', undefined],
  ['sealed', new Cipher(Buffer.alloc(32, 1))],
])('a flipped bit anywhere in a %s repository is noticed', async (_, cipher) => {
  const bare = await openBareBackups(2)
  bare.cipher = cipher
  await bare.take()
  await bare.close()
  const files = Object.keys(allFiles(bare.repositoryFolder)).map((file) => path.join(bare.repositoryFolder, file))
  expect(files.length).toBeGreaterThan(7)
  const look = async (): Promise<number> => {
    try {
      const store = new FolderStore(bare.repositoryFolder)
      const header = await readHeader(store)
      const found = await verifyRepository(new Repository(store, header!, cipher), bare.scratch)
      return found.damages.length
    } catch (error) {
      if (error instanceof BackupRefused && error.code === 'REPOSITORY_DAMAGED') return 1
      throw error
    }
  }
  expect(await look()).toBe(0)
  for (const file of files) {
    const whole = readFileSync(file)
    for (const at of new Set([0, 4, 5, whole.length - 1, Math.floor(Math.random() * whole.length)])) {
      if (at >= whole.length) continue
      const flipped = Buffer.from(whole)
      flipped[at]! ^= 1 << Math.floor(Math.random() * 8)
      writeFileSync(file, flipped)
      expect(await look(), `${file} at ${at}`).toBeGreaterThan(0)
    }
    writeFileSync(file, whole)
  }
})

test('of half a repository each missing object is named, and nothing is restored', async () => {
  const bare = await openBareBackups(6)
  const { name } = await bare.take()
  await bare.close()
  const chunks = readdirSync(path.join(bare.repositoryFolder, 'chunks'))
  for (const folder of chunks.slice(0, chunks.length / 2))
    rmSync(path.join(bare.repositoryFolder, 'chunks', folder), { recursive: true })
  const repository = await openFolder(bare.repositoryFolder)
  const { damages } = await verifyRepository(repository, bare.scratch)
  expect(damages.length).toBeGreaterThan(2)
  expect(damages.every(({ cause, snapshots }) => cause.includes('missing') && snapshots[0] === name.id)).toBe(true)
  const parent = newFolder()
  await expect(restoreInto(repository, name, path.join(parent, 'x'))).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' })
  expect(readdirSync(parent)).toEqual([])
  rmSync(path.join(bare.repositoryFolder, 'repository.json'))
  await expect(openFolder(bare.repositoryFolder)).rejects.toMatchObject({
    code: 'REPOSITORY_DAMAGED',
    message: expect.stringContaining('not the file repository.json'),
  })
  rmSync(path.join(bare.repositoryFolder, 'snapshots'), { recursive: true })
  await expect(repository.find('latest')).rejects.toMatchObject({ code: 'REPOSITORY_DAMAGED' })
})

test('a disk that is full at any write is told as one, and a try with room succeeds', async () => {
  const bare = await openBareBackups(3)
  await bare.take()
  const { explained } = await import('../failure.ts')
  const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  await storeFile(bare, randomBytes(1500))
  for (let n = 1; ; n++) {
    const failing = new FailingStore(new FolderStore(bare.repositoryFolder), n, full, ['put', 'write'])
    const failure = await bare.take(failing.store).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect((await verifyRepository(await openFolder(bare.repositoryFolder), bare.scratch)).damages, `put ${n}`).toEqual([])
    if (failing.calls < n) break
    expect(explained(failure, '/media/stick'), `put ${n}`).toMatchObject({ code: 'DISK_FULL' })
  }
  await bare.take()
  await bare.close()
})

test('a file that two snapshots share outlives the first of them', async () => {
  const bare = await openBareBackups(2)
  for (let i = 0; i < 4; i++) await bare.take()
  const pruned = await bare.write((repository, lock) => prune(repository, lock, keepFew))
  expect([pruned.keep.length, pruned.remove.length, pruned.chunks]).toEqual([2, 2, 0])
  const repository = await openFolder(bare.repositoryFolder)
  const target = path.join(newFolder(), 'x')
  await restoreInto(repository, await repository.find('latest'), target)
  expect(allRows(path.join(target, 'landline.db'))).toEqual(allRows(path.join(bare.data, 'landline.db')))
  await bare.close()
})

test('backups of another Landline are left alone', async () => {
  const bare = await openBareBackups(1)
  await bare.take()
  const before = allFiles(bare.repositoryFolder)
  const store = new FolderStore(bare.repositoryFolder)
  await expect(openOwn(store, { ...bareHeader, appliance: 'b2' }, undefined)).rejects.toMatchObject({
    code: 'REPOSITORY_OF_ANOTHER',
  })
  expect(allFiles(bare.repositoryFolder)).toEqual(before)
  await bare.close()
})

test('a manifest that leads out of the folder is damaged, not obeyed', async () => {
  const bare = await openBareBackups(1)
  const { manifest } = await bare.take()
  const evil = { ...manifest, files: [...manifest.files, { ...uploadsOf(manifest)[0]!, path: 'uploads/../../evil' }] }
  const repository = await openFolder(bare.repositoryFolder)
  const name = await repository.addManifest(evil, false)
  await expect(repository.manifest(name)).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' })
  await bare.close()
})

test('a stick that was pulled out does not come back as a folder of this computer', async () => {
  const bare = await openBareBackups(1)
  const stick = path.join(newFolder(), 'stick')
  mkdirSync(stick)
  await bare.take(new FolderStore(stick))
  rmSync(stick, { recursive: true })
  await expect(bare.take(new FolderStore(stick))).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(openRepository(new FolderStore(stick))).rejects.toMatchObject({ code: 'REPOSITORY_MISSING' })
  await bare.close()
})

test('a key that an older state does not know still opens what it sealed, until it is removed', async () => {
  const store = new FolderStore(newFolder())
  const [first, second] = await Promise.all(
    [1, 2].map((at) => sealDataKey(Buffer.alloc(32, 5), parseRecoveryKey(newRecoveryKey().reveal()), at)),
  )
  const cipher = new Cipher(Buffer.alloc(32, 5))
  const sealedWith = cipher.fingerprint
  await openOwn(store, { ...bareHeader, keys: [first!, second!], sealedWith }, cipher)
  await openOwn(store, bareHeader, undefined) // as after the restore of a snapshot from before the first key
  expect(await readHeader(store)).toMatchObject({ keys: [first, second], sealedWith })
  await openOwn(store, { ...bareHeader, keys: [second!], sealedWith }, cipher, [first!.id])
  expect((await readHeader(store))!.keys).toEqual([second])
  await expect(openOwn(store, bareHeader, new Cipher(Buffer.alloc(32, 6)))).rejects.toMatchObject({ code: 'KEY_UNKNOWN' })
})

test('a chunk that nobody needs is read as well: the next snapshot might', async () => {
  const bare = await openBareBackups(1)
  await bare.take()
  await bare.close()
  const repository = await openFolder(bare.repositoryFolder)
  const content = randomBytes(1000)
  const name = repository.chunks(false).name(content)
  await repository.chunks(false).put(content, name)
  expect((await verifyRepository(repository, bare.scratch)).damages).toEqual([])
  const file = path.join(bare.repositoryFolder, 'chunks', name.slice(0, 2), name)
  const bytes = readFileSync(file)
  bytes[500]! ^= 16
  writeFileSync(file, bytes)
  expect((await verifyRepository(repository, bare.scratch)).damages).toMatchObject([{ object: `chunk ${name}`, snapshots: [] }])
})
