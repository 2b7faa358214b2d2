import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { MessagePort } from 'node:worker_threads'
import { EntryUnusable, NewestPages } from '../journal/newest-pages.ts'
import type { EntryFile } from '../journal/spool.ts'
import type { NamedChunks } from '../repository/chunks.ts'
import { ChunkDamaged } from '../repository/damage.ts'
import { PageHashes } from '../repository/pages/page-hashes.ts'
import { writePages } from '../repository/pages/write-pages.ts'
import type { Writing } from '../repository/tree.ts'
import { changedPages } from './changed-pages.ts'
import type { DatabaseFile, Pages } from './manifest.ts'
import { draftNotes } from './page-notes.ts'
import { type Before, pagesBefore } from './pages-before.ts'
import { storePlaces } from './store-map.ts'

export interface Folding extends Before {
  readonly before: Pages
  /** Says which entries were written down since, oldest first; closed where nobody wants to know any more. */
  readonly turn: MessagePort
}

export interface Folded {
  readonly database: DatabaseFile
  readonly newBytes: number
}

/**
 * Stores the newest snapshot's database with entries laid onto it, as a restore lays them: reading, hashing and writing what
 * changed, and nothing else.
 * @returns undefined where something is missing for that, and the database has to be copied
 */
export async function foldPages(chunks: NamedChunks, folding: Folding): Promise<Folded | undefined> {
  const { turn } = folding
  try {
    return await fold(chunks, folding, entriesFrom(turn))
  } catch (error) {
    if (error instanceof EntryUnusable || error instanceof ChunkDamaged) return undefined
    throw error
  } finally {
    turn.close()
  }
}

async function entriesFrom(turn: MessagePort): Promise<readonly EntryFile[] | undefined> {
  const [entries] = await Promise.race([once(turn, 'message'), once(turn, 'close')])
  return entries
}

async function fold(
  chunks: NamedChunks,
  folding: Folding,
  saidLater: Promise<readonly EntryFile[] | undefined>,
): Promise<Folded | undefined> {
  const { before, notes } = folding
  const [{ map, isWhole, known }, noted, newest] = await Promise.all([
    pagesBefore(chunks, folding),
    readFile(notes).catch(() => undefined),
    saidLater.then((entries) => entries && NewestPages.of(entries, before)),
  ])
  const isOfUse = isWhole && noted && new PageHashes(before.count, noted).digest === before.sha256
  if (!isOfUse || !newest) return undefined
  const writing: Writing = { chunks, known, newBytes: 0 }
  const { count } = newest
  const hashes = new PageHashes(count, noted)
  const packed = await writePages(
    writing,
    changedPages(newest.pages(), hashes, () => undefined),
  )
  if (!newest.isWhole) return undefined
  const database = await storePlaces(writing, { pageSize: before.size, count, sha256: hashes.digest }, map.with(packed, count))
  await draftNotes(notes, hashes)
  return { database, newBytes: writing.newBytes }
}
