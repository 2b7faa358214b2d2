import { readFile } from 'node:fs/promises'
import { EntryUnusable, NewestPages } from '../journal/newest-pages.ts'
import type { EntryFile } from '../journal/spool.ts'
import { PageHashes } from '../repository/pages/page-hashes.ts'
import type { Pages } from './manifest.ts'

export interface Audit {
  /** The newest snapshot. */
  readonly before: Pages
  /** The files that say what its pages were, and what those of a copy of the database are. */
  readonly notes: string
  readonly draft: string
  /** All that was written down in between, oldest first. */
  readonly entries: readonly EntryFile[]
}

/** SQLite counts on in it when it copies a database. */
const headerPage = 1
/** More tell no more. */
const mostNamed = 20

/** Pages of a copy that are not as they were, though the journal does not say that anybody wrote them. Some of them, where many are. */
export async function auditPages({ before, notes, draft, entries }: Audit): Promise<number[]> {
  const [noted, now] = await Promise.all([notes, draft].map((file) => readFile(file).catch(() => undefined)))
  if (!noted || !now) return []
  const [old, copy] = [new PageHashes(before.count, noted), new PageHashes(before.count, now)]
  if (old.digest !== before.sha256) return []
  try {
    const newest = await NewestPages.of(entries, before)
    for await (const _ of newest.pages());
    const found: number[] = []
    for (let page = headerPage + 1; page <= before.count && found.length < mostNamed; page++)
      if (!newest.mayDiffer(page) && !old.hasSame(page, copy)) found.push(page)
    return found
  } catch (error) {
    if (error instanceof EntryUnusable) return [] // what cannot be read is used for nothing
    throw error
  }
}
