import { readFile } from 'node:fs/promises'
import { type PageChanges, unpackEntry } from './entry.ts'
import type { EntryFile } from './spool.ts'

interface Shape {
  /** Bytes of a page. */
  readonly size: number
  readonly count: number
}

/** An entry is gone, damaged, or about pages of another size. */
export class EntryUnusable extends Error {}

/**
 * What entries make of a database when they are laid onto it one after the other, without the pages that stay as they are. Read
 * from the newest one back, so that each page is met once, as it is in the end.
 */
export class NewestPages {
  readonly #entries: readonly EntryFile[]
  readonly #before: Shape
  readonly #met = new Set<number>()
  /** So many pages were never cut off. */
  #least: number

  /** @param entries oldest first, and without a gap */
  constructor(entries: readonly EntryFile[], before: Shape) {
    this.#entries = entries
    this.#before = before
    this.#least = before.count
  }

  /** How many pages the database has in the end. @throws EntryUnusable */
  async count(): Promise<number> {
    const last = this.#entries.at(-1)
    return last ? (await this.#read(last)).databasePages : this.#before.count
  }

  /** @throws EntryUnusable */
  async *pages(): AsyncIterable<{ page: number; content: Buffer }[]> {
    let end = Number.POSITIVE_INFINITY
    for (const entry of this.#entries.toReversed()) {
      const { databasePages, pages } = await this.#read(entry)
      end = Math.min(end, databasePages) // what lies beyond the end was cut off by a later one
      const newest = [...pages].filter(([page]) => page <= end && !this.#met.has(page))
      for (const [page] of newest) this.#met.add(page)
      yield newest.map(([page, content]) => ({ page, content }))
    }
    this.#least = Math.min(this.#least, end)
  }

  /** Whether the page may be another than before. */
  mayDiffer(page: number): boolean {
    return this.#met.has(page) || page > this.#least
  }

  /** Whether each page was there all the time, or was written. The one that SQLite keeps for locks, at 1 GiB, never is. */
  isWhole(count: number): boolean {
    for (let page = this.#least + 1; page <= count; page++) if (!this.#met.has(page)) return false
    return true
  }

  async #read({ name, file }: EntryFile): Promise<PageChanges> {
    try {
      const changes = await unpackEntry(await readFile(file), name)
      if (changes.pageSize === this.#before.size) return changes
    } catch (cause) {
      throw new EntryUnusable(`The entry ${name.sequence} cannot be read`, { cause })
    }
    throw new EntryUnusable(`The entry ${name.sequence} has pages of another size`)
  }
}
