import { buffer } from 'node:stream/consumers'
import { release } from '../../../memory/release.ts'
import type { Pages } from '../../snapshot/manifest.ts'
import { atOnce } from '../at-once.ts'
import type { NamedChunks } from '../chunks.ts'
import { ChunkDamaged } from '../damage.ts'
import { readTree } from '../tree.ts'
import { PageHashes } from './page-hashes.ts'
import { PageMap, type UsedChunk } from './page-map.ts'
import type { Page } from './write-pages.ts'

const ahead = 4

/** @throws ChunkDamaged */
export async function readMap(chunks: NamedChunks, { count, map }: Pages): Promise<PageMap> {
  const bytes = await buffer(readTree(chunks, map))
  try {
    return PageMap.decode(bytes, count)
  } catch (cause) {
    throw new ChunkDamaged(map.root, `as a list of pages, ${(cause as Error).message}`, { cause })
  }
}

/** Pages that lie one behind the other, both in the database and in their chunk. */
export interface Run {
  /** The first of them. */
  readonly page: number
  readonly content: Buffer
}

/**
 * The content of used chunks, each of which is read once. The order is theirs, not that of the pages. A run is valid until the next.
 * @throws ChunkDamaged
 */
export async function* readRuns(chunks: NamedChunks, used: Iterable<UsedChunk>, pageSize: number): AsyncIterable<Run> {
  const read = async (one: UsedChunk) => {
    const content = await chunks.get(one.chunk)
    return { content, runs: runsOf(one, content, pageSize) }
  }
  for await (const { content, runs } of atOnce(used, ahead, read)) {
    yield* runs
    release(content)
  }
}

function runsOf({ chunk, pages, slots }: UsedChunk, content: Buffer, pageSize: number): Run[] {
  const runs: Run[] = []
  for (let from = 0; from < pages.length; ) {
    let to = from + 1
    while (to < pages.length && pages[to] === pages[to - 1]! + 1 && slots[to] === slots[to - 1]! + 1) to++
    const [begin, end] = [slots[from]! * pageSize, (slots[to - 1]! + 1) * pageSize]
    if (end > content.length) throw new ChunkDamaged(chunk, 'it has fewer pages than it should')
    runs.push({ page: pages[from]!, content: content.subarray(begin, end) })
    from = to
  }
  return runs
}

/** @throws ChunkDamaged */
export async function* readPages(
  chunks: NamedChunks,
  used: Iterable<UsedChunk>,
  pageSize: number,
): AsyncIterable<Iterable<Page>> {
  for await (const { page, content } of readRuns(chunks, used, pageSize)) yield pagesIn(page, content, pageSize)
}

export function* pagesIn(first: number, content: Buffer, pageSize: number): Iterable<Page> {
  for (let at = 0; at < content.length; at += pageSize) {
    yield { page: first + at / pageSize, content: content.subarray(at, at + pageSize) }
  }
}

/** What the pages of a database in the repository are, by reading all of them. @throws ChunkDamaged */
export async function readHashes(chunks: NamedChunks, map: PageMap, pageSize: number): Promise<PageHashes> {
  const hashes = new PageHashes(map.count)
  for await (const pages of readPages(chunks, map.byChunk(), pageSize))
    for (const { page, content } of pages) hashes.set(page, content)
  return hashes
}
