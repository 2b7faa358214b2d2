import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { allFiles, allRows, openBareBackups } from '../../../test/support/backups/bare-backups.ts'
import { newFolder } from '../../../test/support/landline.ts'
import { storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { newRecoveryKey } from '../keys/recovery-key.ts'
import { sealDataKey } from '../keys/slots.ts'
import { Cipher } from '../repository/cipher.ts'
import { openFolder } from '../repository/open.ts'
import { verifyRepository } from '../repository/verify.ts'
import { restoreInto } from '../restore/into-folder.ts'

test('what was backed up comes back row by row and file by file', async () => {
  const bare = await openBareBackups()
  await storeFile(bare, randomBytes(3_000_000))
  await storeFile(bare, Buffer.alloc(0))
  await storeFile(bare, randomBytes(100), 'avatar')
  const { name, manifest } = await bare.take()
  await bare.close()

  const repository = await openFolder(bare.repositoryFolder)
  expect(await verifyRepository(repository, bare.scratch)).toMatchObject({ snapshots: 1, damages: [], notOpened: [] })
  const target = path.join(newFolder(), 'restored')
  await restoreInto(repository, name, target)

  expect(readdirSync(target).toSorted()).toEqual(['avatars', 'landline.db', 'landline.json', 'uploads'])
  expect(allRows(path.join(target, 'landline.db'))).toEqual(allRows(path.join(bare.data, 'landline.db')))
  for (const folder of ['uploads', 'avatars'])
    expect(allFiles(path.join(target, folder))).toEqual(allFiles(path.join(bare.data, folder)))
  expect(manifest.files.filter(({ path: at }) => at.startsWith('uploads/'))).toHaveLength(5)
  expect(readdirSync(bare.scratch).filter((file) => file.startsWith('.'))).toEqual([])
})

test('a second snapshot of the same writes next to nothing', async () => {
  const bare = await openBareBackups()
  await storeFile(bare, randomBytes(20_000_000))
  const first = await bare.take()
  const chunks = readdirSync(path.join(bare.repositoryFolder, 'chunks'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  )
  const stored = chunks.map((entry) => statSync(path.join(entry.parentPath, entry.name)).size)
  expect(first.newBytes).toBe(stored.reduce((sum, bytes) => sum + bytes, 0))
  const second = await bare.take()
  expect(second.newBytes).toBe(0)
  await bare.close()
})

test('sealed, a repository shows neither text nor names, and opens with its key alone', async () => {
  const bare = await openBareBackups()
  await storeFile(bare, Buffer.from('the quick brown fox '.repeat(100)))
  bare.secrets.set('storage/s3-1', new Secret('hunter2'))
  bare.cipher = new Cipher(Buffer.alloc(32, 7))
  const { name } = await bare.take()
  await bare.close()
  const everything = Object.keys(allFiles(bare.repositoryFolder)).map((file) =>
    readFileSync(path.join(bare.repositoryFolder, file)),
  )
  for (const text of ['quick brown', 'hunter2', 'landline.db', 'CREATE TABLE']) {
    expect(Buffer.concat(everything).includes(text), text).toBe(false)
  }

  await expect(restoreInto(await openFolder(bare.repositoryFolder), name, path.join(newFolder(), 'x'))).rejects.toMatchObject({
    code: 'KEY_NEEDED',
  })
})

test('a file that cannot be read is named, and all else is kept', async () => {
  const bare = await openBareBackups()
  const lost = await storeFile(bare, randomBytes(5000))
  const changed = await storeFile(bare, randomBytes(5000))
  rmSync(path.join(bare.data, 'uploads', lost))
  writeFileSync(path.join(bare.data, 'uploads', changed), randomBytes(5000))
  const { manifest } = await bare.take()
  expect(manifest.missing.map(({ key }) => key).toSorted()).toEqual([lost, changed].toSorted())
  expect(manifest.files.filter(({ path: at }) => at.startsWith('uploads/'))).toHaveLength(3)
  await bare.close()
})

test('a folder that holds anything is not restored over', async () => {
  const bare = await openBareBackups()
  const { name } = await bare.take()
  await bare.close()
  const target = newFolder()
  writeFileSync(path.join(target, 'notes.txt'), 'mine')
  const repository = await openFolder(bare.repositoryFolder)
  await expect(restoreInto(repository, name, target)).rejects.toMatchObject({ code: 'TARGET_NOT_EMPTY' })
  expect(readdirSync(target)).toEqual(['notes.txt'])
  expect(existsSync(`${target}.restoring-${process.pid}`)).toBe(false)
})

test('every recovery key opens what was sealed, small letters and all, and no other does', async () => {
  const dataKey = Buffer.alloc(32, 9)
  const { openDataKey } = await import('../keys/slots.ts')
  const { parseRecoveryKey } = await import('../keys/recovery-key.ts')
  const keys = [newRecoveryKey(), newRecoveryKey(), newRecoveryKey()]
  const [first, second] = keys.map((key) => parseRecoveryKey(key.reveal()))
  const slots = [await sealDataKey(dataKey, first!, 1), await sealDataKey(dataKey, second!, 1)]
  const typed = parseRecoveryKey(keys[1]!.reveal().toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l'))
  expect((await openDataKey(slots, typed)).dataKey).toEqual(dataKey)
  await expect(openDataKey(slots, parseRecoveryKey(keys[2]!.reveal()))).rejects.toMatchObject({ code: 'KEY_WRONG' })
  const mistyped = keys[0]!.reveal().replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))
  expect(() => parseRecoveryKey(mistyped)).toThrow('not a recovery key')
})
