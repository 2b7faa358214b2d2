import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newFolder } from '../../../../test/support/landline.ts'
import { changedPages } from '../../snapshot/changed-pages.ts'
import { lostChunksOf, storeMap } from '../../snapshot/store-map.ts'
import { Chunks } from '../chunks.ts'
import { Cipher } from '../cipher.ts'
import { FolderStore } from '../folder-store.ts'
import { NeededChunks } from '../needed-chunks.ts'
import type { Writing } from '../tree.ts'
import { PageHashes } from './page-hashes.ts'
import { PageMap } from './page-map.ts'
import { readHashes, readMap } from './read-pages.ts'
import { sparseChunks } from './repack.ts'
import { unpackPages } from './unpack-pages.ts'
import { writePages } from './write-pages.ts'

const pageSize = 4096
const newPage = (): Buffer => Buffer.alloc(pageSize, randomBytes(16))

/** A database of made-up pages and the repository that it goes to, again and again. */
class Paged {
  readonly folder = newFolder()
  readonly chunks: Chunks
  readonly writing: Writing
  pages: Buffer[] = []
  #map = PageMap.empty
  #hashes = new PageHashes(0)

  constructor(cipher?: Cipher) {
    this.chunks = new Chunks(new FolderStore(this.folder), cipher)
    this.writing = { chunks: this.chunks, known: new Set(), newBytes: 0 }
  }

  async store() {
    this.#hashes = new PageHashes(this.pages.length, this.#hashes.bytes)
    const pages = this.pages.map((content, index) => ({ page: index + 1, content }))
    const changed = changedPages([pages], this.#hashes, lostChunksOf(this.#map, this.writing.known))
    const packed = await writePages(this.writing, changed)
    const shape = { pageSize, count: pages.length, sha256: this.#hashes.digest }
    const file = await storeMap(this.writing, shape, this.#map, packed)
    this.#map = await readMap(this.writing.chunks, file.pages)
    return file
  }

  change(...pages: number[]): void {
    for (const page of pages) this.pages[page - 1] = newPage()
  }

  grow(by: number): void {
    for (let i = 0; i < by; i++) this.pages.push(newPage())
  }

  fileOf(chunk: string): string {
    return path.join(this.folder, 'chunks', chunk.slice(0, 2), chunk)
  }
}

async function unpacked(chunks: Chunks, file: Awaited<ReturnType<Paged['store']>>): Promise<Buffer> {
  const folder = newFolder()
  await unpackPages(chunks, file, path.join(folder, file.path), () => {})
  const bytes = readFileSync(path.join(folder, file.path))
  rmSync(folder, { recursive: true })
  return bytes
}

test('every kept state of a database comes back whole, whatever changed in between and whichever chunks are removed', async () => {
  const change = fc.record({
    pages: fc.array(fc.nat({ max: 2000 }), { maxLength: 400 }),
    grow: fc.nat({ max: 300 }),
    cut: fc.nat({ max: 300 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), fc.boolean(), async (changes, isSealed) => {
      const database = new Paged(isSealed ? new Cipher(Buffer.alloc(32, 3)) : undefined)
      const { chunks } = database
      const kept: { file: Awaited<ReturnType<Paged['store']>>; bytes: Buffer }[] = []
      for (const { pages, grow, cut } of changes) {
        database.pages.splice(Math.max(1, database.pages.length - cut))
        database.grow(grow + 1)
        database.change(...pages.map((page) => (page % database.pages.length) + 1))
        kept.push({ file: await database.store(), bytes: Buffer.concat(database.pages) })
        if (kept.length > 2) kept.shift()
        const needed = new NeededChunks(chunks)
        for (const { file } of kept) await needed.add(file)
        for await (const { name } of chunks.list()) if (!needed.names.has(name)) await chunks.remove(name)
        for (const name of database.writing.known) if (!needed.names.has(name)) database.writing.known.delete(name)
      }
      for (const { file, bytes } of kept) expect((await unpacked(chunks, file)).equals(bytes)).toBe(true)
      rmSync(database.folder, { recursive: true })
    }),
    { numRuns: 8, endOnFailure: true },
  )
})

test('a changed page costs a page, and unchanged ones nothing', async () => {
  const database = new Paged()
  for (let i = 0; i < 3000; i++) database.pages.push(randomBytes(pageSize))
  await database.store()
  const before = database.writing.newBytes
  database.pages[1500] = randomBytes(pageSize)
  await database.store()
  expect(database.writing.newBytes - before).toBeLessThan(3 * pageSize)
  const after = database.writing.newBytes
  await database.store()
  expect(database.writing.newBytes).toBe(after)
})

test('after hundreds of changes a database does not take more than twice its room', async () => {
  const database = new Paged()
  database.grow(2000)
  await database.store()
  for (let hour = 0; hour < 40; hour++) {
    database.change(...Array.from({ length: 120 }, () => 1 + Math.floor(Math.random() * 2000)))
    await database.store()
  }
  const { pages } = await database.store()
  const map = await readMap(database.chunks, pages)
  let stored = 0
  for (const name of map.usage().keys()) stored += (await database.chunks.get(name)).length / pageSize
  expect(stored).toBeLessThan(2 * 2000 + 256)
  expect((await readHashes(database.chunks, map, pageSize)).digest).toBe(pages.sha256)
})

test('a lost chunk is written again as it was, so that earlier snapshots are whole again, too', async () => {
  const database = new Paged()
  database.grow(1000)
  const first = await database.store()
  const bytes = Buffer.concat(database.pages)
  database.change(1, 999)
  await database.store()
  const second = (await readMap(database.chunks, first.pages)).chunkOf(300)!
  rmSync(database.fileOf(second))
  database.writing.known.delete(second)
  database.change(998)
  await database.store()
  expect((await unpacked(database.chunks, first)).equals(bytes)).toBe(true)
})

test('a damaged chunk of which little is in use is left to whoever verifies, and hinders no snapshot', async () => {
  const database = new Paged()
  database.grow(1024)
  const { pages } = await database.store()
  const sparse = (await readMap(database.chunks, pages)).chunkOf(256)!
  writeFileSync(database.fileOf(sparse), 'nothing')
  database.change(...Array.from({ length: 1024 }, (_, i) => i + 1).filter((page) => page % 256 > 0 && page % 256 < 170))
  const file = await database.store()
  expect((await readMap(database.chunks, file.pages)).chunkOf(256)).toBe(sparse)
  await expect(unpacked(database.chunks, file)).rejects.toMatchObject({ chunk: sparse })
})

test('a chunk in the place of another, or one that ends too early, is damage and not content', async () => {
  const database = new Paged()
  database.grow(600)
  const file = await database.store()
  const { chunks } = database
  const [a, b] = [...(await readMap(chunks, file.pages)).usage().keys()] as [string, string]
  const swapped = PageMap.decode(
    Buffer.from((await chunks.get(file.pages.map.root)).toString('hex').replace(a, 'x').replace(b, a).replace('x', b), 'hex'),
    600,
  )
  const content = swapped.encode()
  await chunks.put(content, chunks.name(content))
  const evil = { ...file, pages: { ...file.pages, map: { depth: 0, root: chunks.name(content) } } }
  await expect(unpacked(chunks, evil)).rejects.toThrow('its content changed')
  const short = PageMap.empty.with([{ chunk: b, pages: Array.from({ length: 600 }, (_, i) => i + 1) }], 600).encode()
  await chunks.put(short, chunks.name(short))
  const ends = { ...file, pages: { ...file.pages, map: { depth: 0, root: chunks.name(short) } } }
  await expect(unpacked(chunks, ends)).rejects.toThrow('fewer pages')
})

test('chunks of which little is in use are put together, few small ones are left alone', () => {
  const usage = (...used: number[]) => new Map(used.map((one, i) => [`c${i}`, one]))
  expect(sparseChunks(usage(256, 200, 128), 256, 1000).size).toBe(0)
  expect(sparseChunks(usage(256, 5, 5, 5), 256, 1000).size).toBe(0)
  expect([...sparseChunks(usage(256, 120, 3, 100, 90), 256, 250)]).toEqual(['c2', 'c4', 'c3'])
  expect(sparseChunks(usage(...Array.from({ length: 60 }, () => 5)), 256, 10).size).toBe(51)
})

test('a file that looks like the list of another file does not make that one’s chunks look unneeded', async () => {
  const { chunks } = new Paged()
  const names = [randomBytes(100), randomBytes(100)].map((content) => [chunks.name(content), content] as const)
  for (const [name, content] of names) await chunks.put(content, name)
  const list = Buffer.from(names.map(([name]) => name).join(''), 'hex')
  await chunks.put(list, chunks.name(list))
  const facts = { bytes: 0, sha256: '' }
  const needed = new NeededChunks(chunks)
  await needed.add({ path: 'uploads/list', ...facts, tree: { depth: 0, root: chunks.name(list) } })
  await needed.add({ path: 'uploads/file', ...facts, tree: { depth: 1, root: chunks.name(list) } })
  for (const [name] of names) expect(needed.names.has(name)).toBe(true)
})
