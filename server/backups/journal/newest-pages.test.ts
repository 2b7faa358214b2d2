import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { packEntry } from './entry.ts'
import { NewestPages } from './newest-pages.ts'
import type { EntryFile } from './spool.ts'

const size = 512

/** An entry that fills some pages with a letter. */
async function entry(sequence: number, databasePages: number, letters: Record<number, string>): Promise<EntryFile> {
  const name = { generation: 'g', sequence, time: new Date(sequence) }
  const pages = new Map(Object.entries(letters).map(([page, letter]) => [Number(page), Buffer.alloc(size, letter)]))
  const file = path.join(newFolder(), String(sequence))
  writeFileSync(file, await packEntry(name, { pageSize: size, databasePages, pages }))
  return { name, file }
}

async function read(newest: NewestPages): Promise<Record<number, string>> {
  const found: Record<number, string> = {}
  for await (const pages of newest.pages()) for (const { page, content } of pages) found[page] = content.toString('utf8', 0, 1)
  return found
}

test('each page is what the last entry that has it says', async () => {
  const newest = await NewestPages.of([await entry(1, 4, { 1: 'a', 4: 'a' }), await entry(2, 4, { 1: 'b' })], { size, count: 3 })
  expect(await read(newest)).toEqual({ 1: 'b', 4: 'a' })
  expect([newest.count, newest.isWhole]).toEqual([4, true])
})

test('what was cut off does not come back when the database grows again', async () => {
  const entries = [await entry(1, 5, { 4: 'a', 5: 'a' }), await entry(2, 3, { 1: 'b' }), await entry(3, 5, { 4: 'c' })]
  const newest = await NewestPages.of(entries, { size, count: 5 })
  expect(await read(newest)).toEqual({ 1: 'b', 4: 'c' })
  expect(newest.isWhole, 'nobody knows page 5').toBe(false)
})

test('a page that was added and not written is not made up', async () => {
  const newest = await NewestPages.of([await entry(1, 4, { 1: 'a', 4: 'a' })], { size, count: 2 })
  await read(newest)
  expect(newest.isWhole).toBe(false)
})

test('an entry about pages of another size is of no use', async () => {
  const entries = [await entry(1, 4, { 1: 'a' })]
  await expect(NewestPages.of(entries, { size: 4096, count: 2 })).rejects.toThrow('pages of another size')
})
