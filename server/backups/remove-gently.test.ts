import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../../test/support/landline.ts'
import { removeGently } from './remove-gently.ts'

test('a folder goes with all that is in it, whatever its size, and one that has gone already is no trouble', async () => {
  const folder = path.join(newFolder(), 'scratch')
  mkdirSync(path.join(folder, 'data'), { recursive: true })
  writeFileSync(path.join(folder, 'small'), 'a')
  writeFileSync(path.join(folder, 'data/large'), 'b')
  truncateSync(path.join(folder, 'data/large'), 40 * 1024 * 1024)
  await removeGently(folder)
  expect(existsSync(folder)).toBe(false)
  await removeGently(folder)
})
