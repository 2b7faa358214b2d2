import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openFolder } from '../../server/backups/repository/open.ts'
import { readRecord, writeRecord } from '../../server/backups/repository/record.ts'
import { verifyRepository } from '../../server/backups/repository/verify.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import { Secret } from '../../server/config/secrets/secret.ts'
import { allRows } from '../support/backups/bare-backups.ts'
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

/** As docs/backup-format.md says, with nothing of ours. */
function readWithoutLandline(repository: string): Buffer {
  const chunk = (name: string): Buffer => {
    const bytes = readFileSync(path.join(repository, 'chunks', name.slice(0, 2), name))
    return bytes[4] === 1 ? zstdDecompressSync(bytes.subarray(5)) : bytes.subarray(5)
  }
  const content = ({ depth, root }: { depth: number; root: string }): Buffer => {
    if (depth === 0) return chunk(root)
    const names = chunk(root).toString('hex').match(/.{64}/g)!
    return Buffer.concat(names.map((name) => content({ depth: depth - 1, root: name })))
  }
  const newest = readdirSync(path.join(repository, 'snapshots')).toSorted().at(-1)!
  const { files } = JSON.parse(readFileSync(path.join(repository, 'snapshots', newest), 'utf8'))
  const { pages } = files.find((file: { path: string }) => file.path === 'landline.db')
  const map = content(pages.map)
  let at = 0
  const number = (): number => {
    const byte = map[at++]!
    return byte < 128 ? byte : byte - 128 + 128 * number()
  }
  const names = Array.from({ length: number() }, () => {
    at += 32
    return map.subarray(at - 32, at).toString('hex')
  })
  const database: Buffer[] = []
  while (at < map.length) {
    const [length, name, first] = [number(), number(), number()]
    database.push(chunk(names[name]!).subarray(first * pages.size, (first + length) * pages.size))
  }
  return Buffer.concat(database)
}

test('whoever has no Landline can read a database by what the documentation says', async () => {
  const { folder, expected } = copyOf(path.join(goldenFolder, 'format-1/plain'))
  const file = path.join(newFolder(), 'landline.db')
  writeFileSync(file, readWithoutLandline(folder))
  const newest = Object.keys(expected.snapshots).toSorted().at(-2)! // the last of all is `newest`
  expect(fingerprint({ rows: allRows(file), files: {} }).rows).toEqual(expected.snapshots[newest]!.rows)
})

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
