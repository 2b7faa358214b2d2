import type { PackedPages, PageMap } from '../repository/pages/page-map.ts'
import { repack } from '../repository/pages/repack.ts'
import { type Writing, writeTree } from '../repository/tree.ts'
import type { DatabaseFile } from './manifest.ts'

/** Names the chunk of a page that was there and is lost. */
export function lostChunksOf(before: PageMap, known: ReadonlySet<string>): (page: number) => string | undefined {
  const lost = new Set([...before.usage().keys()].filter((name) => !known.has(name)))
  if (lost.size === 0) return () => undefined
  return (page) => {
    const chunk = before.chunkOf(page)
    return chunk !== undefined && lost.has(chunk) ? chunk : undefined
  }
}

interface Shape {
  readonly pageSize: number
  readonly count: number
  readonly sha256: string
}

/** Not all at once: a quiet hour stays cheap. */
const repackedAtOnce = 1 / 64
const mapChunkBytes = 1024 * 1024

/** Stores where the pages lie, once those that changed are stored, and some of those again that keep large chunks from going. */
export async function storeMap(
  writing: Writing,
  { pageSize, count, sha256 }: Shape,
  before: PageMap,
  packed: readonly PackedPages[],
): Promise<DatabaseFile> {
  const changed = packed.reduce((sum, { pages }) => sum + pages.length, 0)
  const map = before.with(packed, count)
  const repacked = await repack(writing, map, pageSize, Math.max(changed, count * repackedAtOnce))
  return await storePlaces(writing, { pageSize, count, sha256 }, map.with(repacked, count))
}

/** Stores where the pages lie. */
export async function storePlaces(writing: Writing, { pageSize, count, sha256 }: Shape, map: PageMap): Promise<DatabaseFile> {
  const { tree } = await writeTree(writing, [map.encode()], mapChunkBytes)
  const size = pageSize as DatabaseFile['pages']['size']
  return { path: 'landline.db', bytes: count * pageSize, pages: { size, count, map: tree, sha256 } }
}
