import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openBareBackups } from '../../../test/support/backups/bare-backups.ts'
import { storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { openFolder } from './open.ts'
import { verifyRepository } from './verify.ts'

test('an owner who has everything read back sees how much of it is done', async () => {
  const bare = await openBareBackups(1)
  await storeFile(bare, randomBytes(3_000_000))
  const { manifest } = await bare.take()
  const told: { done: number; of: number }[] = []
  const repository = await openFolder(bare.repositoryFolder)

  const { bytes } = await verifyRepository(repository, bare.scratch, undefined, (_, done, of) => told.push({ done, of }))

  const inSnapshot = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  expect([...new Set(told.map(({ of }) => of))]).toEqual([bytes, inSnapshot]) // all chunks, then the newest snapshot
  for (const of of [bytes, inSnapshot]) {
    const done = told.filter((one) => one.of === of).map((one) => one.done)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done.length).toBeGreaterThan(2)
    expect(done.at(-1)).toBe(of)
  }
  await bare.close()
})
