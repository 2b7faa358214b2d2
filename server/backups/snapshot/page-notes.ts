import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Chunks } from '../repository/chunks.ts'
import { PageHashes } from '../repository/pages/page-hashes.ts'
import { readHashes } from '../repository/pages/read-pages.ts'
import type { KnownDatabase } from './what-is-there.ts'

/** Where this computer notes what the pages of its newest snapshot in a place are. Losing the note costs time and nothing else. */
export const pageNotesOf = (folder: string, place: string): string =>
  path.join(folder, `pages-${createHash('sha256').update(place).digest('hex').slice(0, 16)}`)

/** What the pages of a snapshot are: as noted, or by reading all of them back. Undefined where not even that works. */
export async function knownHashes(file: string, chunks: Chunks, known: KnownDatabase): Promise<PageHashes | undefined> {
  const { pages, map } = known
  const bytes = await readFile(file).catch(() => undefined)
  const noted = bytes && new PageHashes(pages.count, bytes)
  if (noted?.digest === pages.sha256) return noted
  const read = await readHashes(chunks, map, pages.size).catch(() => undefined)
  return read?.digest === pages.sha256 ? read : undefined
}

/** Without a sync: a note that is not whole has not the digest that the snapshot says. */
export async function notePages(file: string, { bytes }: PageHashes): Promise<void> {
  const draft = `${file}.new`
  try {
    await writeFile(draft, bytes, { mode: 0o600 })
    await rename(draft, file)
  } catch {
    await rm(draft, { force: true })
  }
}
