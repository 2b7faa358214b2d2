import { createHash } from 'node:crypto'
import { open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { NamedChunks } from '../repository/chunks.ts'
import { hashBytes, PageHashes } from '../repository/pages/page-hashes.ts'
import { readHashes, readMap } from '../repository/pages/read-pages.ts'
import type { Pages } from './manifest.ts'

/** Where this computer notes what the pages of its newest snapshot in a place are. Losing the notes costs time and nothing else. */
export const pageNotesOf = (folder: string, place: string): string =>
  path.join(folder, `pages-${createHash('sha256').update(place).digest('hex').slice(0, 16)}`)

/** Removes the notes about places that are none of these: they are as large as a 256th of the database. */
export async function forgetOtherNotes(folder: string, places: readonly string[]): Promise<void> {
  const kept = places.flatMap((place) => [pageNotesOf(folder, place), draftOf(pageNotesOf(folder, place))])
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name)
    if (/^pages-[0-9a-f]{16}(\.new)?$/.test(name) && !kept.includes(file)) await rm(file, { force: true })
  }
}

/**
 * Sees that the notes are those of a snapshot; where they are not, or not whole, reads it back. They need no check of their
 * own: the snapshot says which digest they have.
 * @returns false where it cannot be read back, or where its pages lie cannot
 */
export async function mendNotes(notes: string, chunks: NamedChunks, pages: Pages): Promise<boolean> {
  const map = await readMap(chunks, pages).catch(() => undefined)
  if (!map) return false
  const bytes = await readFile(notes).catch(() => undefined)
  if (bytes && new PageHashes(pages.count, bytes).digest === pages.sha256) return true
  const read = await readHashes(chunks, map, pages.size).catch(() => undefined)
  if (read?.digest !== pages.sha256) return false
  await writeFile(notes, read.bytes, { mode: 0o600 })
  return true
}

/** What is noted of `count` pages behind the first `from`; of pages that did not exist, nothing. */
export async function readNotes(notes: string, from: number, count: number): Promise<PageHashes> {
  const hashes = new PageHashes(count)
  const handle = await open(notes, 'r')
  try {
    await handle.read(hashes.bytes, 0, hashes.bytes.length, from * hashBytes)
    return hashes
  } finally {
    await handle.close()
  }
}

export const draftOf = (notes: string): string => `${notes}.new`

/** Until the snapshot is listed, the notes stay those of the one before. No snapshot fails for want of notes. */
export async function draftNotes(notes: string, { bytes }: PageHashes): Promise<void> {
  await writeFile(draftOf(notes), bytes, { mode: 0o600 }).catch(() => rm(draftOf(notes), { force: true }))
}

export async function keepNotes(notes: string): Promise<void> {
  await rename(draftOf(notes), notes).catch(() => rm(draftOf(notes), { force: true }))
}
