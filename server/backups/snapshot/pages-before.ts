import type { NamedChunks } from '../repository/chunks.ts'
import { NeededChunks } from '../repository/needed-chunks.ts'
import { PageMap } from '../repository/pages/page-map.ts'
import { readMap } from '../repository/pages/read-pages.ts'
import type { Pages } from './manifest.ts'

/** What a thread is told of the snapshot before. */
export interface Before {
  /** Where the pages lay. Undefined where all of them are to be written. */
  readonly before: Pages | undefined
  /** The file that says what they were. */
  readonly notes: string
  /** All chunks that are there. */
  readonly present: readonly string[]
}

export interface PagesBefore {
  readonly map: PageMap
  /** Whether all chunks are there. */
  readonly isWhole: boolean
  /** Chunks that need not be written: those that the snapshot refers to, and that are there. */
  readonly known: Set<string>
}

/** Looks which chunks the pages of a snapshot need, and which of those are there. @throws ChunkDamaged */
export async function pagesBefore(chunks: NamedChunks, { before, present }: Before): Promise<PagesBefore> {
  if (!before) return { map: PageMap.empty, isWhole: true, known: new Set() }
  const map = await readMap(chunks, before)
  const needed = new NeededChunks(chunks)
  await needed.addTree(before.map)
  const wanted = new Set([...needed.names, ...map.usage().keys()])
  const known = new Set(present.filter((name) => wanted.has(name)))
  return { map, isWhole: known.size === wanted.size, known }
}
