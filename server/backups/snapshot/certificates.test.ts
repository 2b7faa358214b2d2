import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, startLandline } from '../../../test/support/landline.ts'
import { openFolder } from '../repository/open.ts'
import { exportInto, restoreInto } from '../restore/into-folder.ts'

test('certificates and their keys go along in sealed backups alone, and leave them into a data folder alone', async () => {
  const { appliance } = await startLandline()
  const { folder, features } = appliance
  writeFileSync(path.join(folder.tls, 'chat.key'), 'a private key')
  mkdirSync(path.join(folder.tls, 'authority'))
  writeFileSync(path.join(folder.tls, 'authority', 'ca.pem'), 'a certificate')
  symlinkSync('/etc/passwd', path.join(folder.tls, 'elsewhere'))
  const kept = async () => {
    const [made] = await features.backups.create(undefined, 'asked')
    return made!.manifest.files.map(({ path: file }) => file).filter((file) => file.startsWith('tls/'))
  }
  expect(await kept(), 'without a recovery key').toEqual([])

  const key = await features.backups.createKey(false)
  expect((await kept()).sort()).toEqual(['tls/authority/ca.pem', 'tls/chat.key'])
  const repository = await openFolder(folder.backups, key)
  const home = newFolder()
  const at = (name: string): string => path.join(home, name)
  await restoreInto(repository, await repository.find('latest'), at('data'))
  expect(readFileSync(at('data/tls/chat.key'), 'utf8')).toBe('a private key')
  expect(statSync(at('data/tls/chat.key')).mode & 0o077).toBe(0)
  await exportInto(repository, await repository.find('latest'), at('plain'))
  expect(existsSync(at('plain/landline.json'))).toBe(true)
  expect(existsSync(at('plain/tls'))).toBe(false)
  expect(readFileSync(at('plain/manifest.json'), 'utf8')).not.toContain('chat.key')
})
