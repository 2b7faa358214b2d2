import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openFolder } from '../../server/backups/repository/open.ts'
import { readRecord, writeRecord } from '../../server/backups/repository/record.ts'
import { verifyRepository } from '../../server/backups/repository/verify.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import { Secret } from '../../server/config/secrets/secret.ts'
import { contentOf, fingerprint, goldenFolder, readExpected } from '../support/backups/golden.ts'
import { newFolder } from '../support/landline.ts'

/** A copy, so that nothing that reads it can change it. */
function copyOf(golden: string): { folder: string; key: Secret | undefined; expected: ReturnType<typeof readExpected> } {
  const folder = newFolder()
  cpSync(path.join(golden, 'repository'), folder, { recursive: true })
  const expected = readExpected(golden)
  return { folder, expected, key: expected.recoveryKey === null ? undefined : new Secret(expected.recoveryKey) }
}

describe.each(readdirSync(goldenFolder).flatMap((format) => ['plain', 'sealed'].map((kind) => `${format}/${kind}`)))(
  'the backups of %s',
  (golden) => {
    const at = path.join(goldenFolder, golden)

    test('come back row by row and file by file, and with what was said after them', async () => {
      const { folder, key, expected } = copyOf(at)
      for (const [snapshot, content] of Object.entries(expected.snapshots)) {
        const repository = await openFolder(folder, key)
        const target = path.join(newFolder(), 'restored')
        const isNewest = snapshot === 'newest'
        const name = await repository.find(isNewest ? 'latest' : snapshot)
        const restored = await restoreInto(repository, name, target, undefined, isNewest ? 'newest' : undefined)
        expect(fingerprint(contentOf(target)), snapshot).toEqual(content)
        expect(restored.missing).toEqual([])
        if (isNewest) expect(restored.entries).toBeGreaterThan(0)
        expect(existsSync(path.join(target, 'secrets.json'))).toBe(false)
      }
    })

    test('are whole, to the last byte that is looked at', async () => {
      const { folder, key } = copyOf(at)
      expect(await verifyRepository(await openFolder(folder, key), newFolder())).toMatchObject({ damages: [], notOpened: [] })
    })

    test('of a newer format are refused by its number, and left alone', async () => {
      const { folder, key } = copyOf(at)
      const file = path.join(folder, 'repository.json')
      const header = readRecord(readFileSync(file), z.looseObject({ landlineBackups: z.number() }), 'repository.json')
      writeFileSync(file, writeRecord({ ...header, landlineBackups: 99 }))
      await expect(openFolder(folder, key)).rejects.toMatchObject({
        code: 'REPOSITORY_NEWER',
        message: expect.stringContaining('format 99'),
      })
    })
  },
)

test('a snapshot whose database is newer than this Landline is refused by the version that made it', async () => {
  const { folder } = copyOf(path.join(goldenFolder, 'format-1/plain'))
  const repository = await openFolder(folder)
  const manifest = await repository.manifest(await repository.find('latest'))
  const newer = { ...manifest, version: '9.9.9', database: { ...manifest.database, schemaVersion: 9999 } }
  const name = await repository.addManifest(newer, false)
  const target = path.join(newFolder(), 'restored')
  await expect(restoreInto(repository, name, target)).rejects.toMatchObject({
    code: 'SNAPSHOT_NEWER',
    message: expect.stringContaining('9.9.9'),
  })
  expect(existsSync(target)).toBe(false)
})
