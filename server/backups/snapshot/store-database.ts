import type { PageHashes } from '../repository/pages/page-hashes.ts'
import type { PageMap } from '../repository/pages/page-map.ts'
import { repack } from '../repository/pages/repack.ts'
import { type Page, writePages } from '../repository/pages/write-pages.ts'
import { type Writing, writeTree } from '../repository/tree.ts'
import { changedPages } from './changed-pages.ts'
import type { DatabaseFile } from './manifest.ts'

/** A database at one moment, page by page. */
export interface PagedDatabase {
  readonly pageSize: number
  readonly count: number
  /** All of them, or at least those that are not as they were. */
  readonly pages: AsyncIterable<Page>
}

/** Not all at once: a quiet hour stays cheap. */
const repackedAtOnce = 1 / 64

/**
 * Stores a database: the pages that are not as they were, and a list of where all of them lie.
 * @param before where pages of an earlier moment lie
 * @param hashes what those were; afterwards, what they are
 */
export async function storeDatabase(
  writing: Writing,
  { pageSize, count, pages }: PagedDatabase,
  before: PageMap,
  hashes: PageHashes,
): Promise<DatabaseFile> {
  const lost = new Set([...before.usage().keys()].filter((name) => !writing.known.has(name)))
  const lostChunkOf = (page: number): string | undefined => {
    const chunk = before.chunkOf(page)
    return chunk !== undefined && lost.has(chunk) ? chunk : undefined
  }
  const packed = await writePages(writing, changedPages(pages, hashes, lostChunkOf))
  const changed = packed.reduce((sum, one) => sum + one.pages.length, 0)
  const map = before.with(packed, count)
  const repacked = await repack(writing, map, pageSize, Math.max(changed, count * repackedAtOnce))
  const { tree } = await writeTree(writing, [map.with(repacked, count).encode()], mapChunkBytes)
  return {
    path: 'landline.db',
    bytes: count * pageSize,
    pages: { size: pageSize as DatabaseFile['pages']['size'], count, map: tree, sha256: hashes.digest },
  }
}

const mapChunkBytes = 1024 * 1024
