import { ChunkDamaged } from '../damage.ts'
import type { Writing } from '../tree.ts'
import type { PackedPages, PageMap } from './page-map.ts'
import { readPages } from './read-pages.ts'
import { pagesInChunk, writePages } from './write-pages.ts'

/**
 * Writes pages again that are the last ones in use of their chunks, together in new chunks, so that the old ones can go once no
 * snapshot needs them. Chunks that are at least half in use stay, and so do few small ones: a database never takes more than
 * twice its size, and a quiet hour writes no more than what changed.
 * @param most how many pages it may be
 */
export async function repack(writing: Writing, map: PageMap, pageSize: number, most: number): Promise<PackedPages[]> {
  const chosen = sparseChunks(map.usage(), pagesInChunk(pageSize), most)
  if (chosen.size === 0) return []
  const used = [...map.byChunk()].filter(({ chunk }) => chosen.has(chunk))
  try {
    return await writePages(writing, readPages(writing.chunks, used, pageSize))
  } catch (error) {
    if (error instanceof ChunkDamaged) return [] // whoever verifies the snapshot finds it, and can do something about it
    throw error
  }
}

/** The least used first; none where all of them would not fill a chunk. */
export function sparseChunks(usage: ReadonlyMap<string, number>, full: number, most: number): Set<string> {
  const sparse = [...usage].filter(([, used]) => used < full / 2).toSorted(([, a], [, b]) => a - b)
  const chosen = new Set<string>()
  let pages = 0
  for (const [chunk, used] of sparse) {
    if (pages + used > Math.max(most, full)) break
    pages += used
    chosen.add(chunk)
  }
  return pages >= full / 2 && sparse.reduce((sum, [, used]) => sum + used, 0) >= full ? chosen : new Set()
}
