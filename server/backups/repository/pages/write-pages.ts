import { atOnce } from '../at-once.ts'
import { storeChunk, type Writing } from '../tree.ts'
import type { PackedPages } from './page-map.ts'

/** A page of SQLite's, which count from 1. */
export interface Page {
  readonly page: number
  readonly content: Buffer
  /** Pages of one name that follow each other become a chunk of their own: as they were, for a lost one that is written again. */
  readonly lostWith?: string
}

/** Some at a time: a promise for every page of a large database would take longer than their hashes. */
export type Batches = AsyncIterable<Iterable<Page>> | Iterable<Iterable<Page>>

/** So much of them makes a chunk: smaller ones are more files, larger ones more that is kept for a page that is still needed. */
const chunkBytes = 1024 * 1024

export const pagesInChunk = (pageSize: number): number => chunkBytes / pageSize

/** One is compressed while the next is gathered; more would keep the threads that files are read with from the chat. */
const ahead = 3

/**
 * Stores pages, together in chunks. They survive a power cut once `settle` of the store has resolved, and are relied upon by a
 * later snapshot once a finished one refers to them.
 * @param batches in any order, each page at most once; its buffer may be used again once the next one is asked for
 */
export async function writePages(writing: Writing, batches: Batches): Promise<PackedPages[]> {
  const free: Buffer[] = [] // memory that was used before is much faster than new memory
  const store = async ({ pages: numbers, room, bytes }: Group): Promise<PackedPages> => {
    writing.signal?.throwIfAborted()
    const chunk = await storeChunk(writing, room.subarray(0, bytes))
    free.push(room)
    return { chunk, pages: numbers }
  }
  const packed: PackedPages[] = []
  for await (const one of atOnce(groups(batches, free), ahead, store)) packed.push(one)
  return packed
}

interface Group {
  readonly pages: number[]
  readonly room: Buffer
  readonly lostWith?: string
  bytes: number
}

async function* groups(batches: Batches, free: Buffer[]): AsyncIterable<Group> {
  let group: Group | undefined
  for await (const batch of batches) {
    for (const { page, content, lostWith } of batch) {
      if (group && group.lostWith !== lostWith) {
        yield group
        group = undefined
      }
      group ??= { pages: [], room: free.pop() ?? Buffer.allocUnsafeSlow(chunkBytes), bytes: 0, lostWith }
      group.bytes += content.copy(group.room, group.bytes)
      group.pages.push(page)
      if (group.bytes < chunkBytes) continue
      yield group
      group = undefined
    }
  }
  if (group) yield group
}
