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
  /** How many pages the database has in the end. */
  readonly count: number
  readonly #size: number
  readonly #newest: PageChanges | undefined
  /** From the last but one back. */
  readonly #older: readonly EntryFile[]
  readonly #met = new Set<number>()
  /** How many pages it had before, and at the fewest since: those up to both were never cut off. */
  readonly #before: number
  #end = Number.POSITIVE_INFINITY

  private constructor(newest: PageChanges | undefined, older: readonly EntryFile[], { size, count }: Shape) {
    this.count = newest?.databasePages ?? count
    this.#size = size
    this.#newest = newest
    this.#older = older
    this.#before = count
  }

  /** @param entries oldest first, and without a gap @throws EntryUnusable */
  static async of(entries: readonly EntryFile[], before: Shape): Promise<NewestPages> {
    const [newest, ...older] = entries.toReversed()
    return new NewestPages(newest && (await read(newest, before.size)), older, before)
  }

  /** @throws EntryUnusable */
  async *pages(): AsyncIterable<{ page: number; content: Buffer }[]> {
    if (this.#newest) yield this.#meet(this.#newest)
    for (const entry of this.#older) yield this.#meet(await read(entry, this.#size))
  }

  #meet({ databasePages, pages }: PageChanges): { page: number; content: Buffer }[] {
    this.#end = Math.min(this.#end, databasePages) // what lies beyond it was cut off by a later entry
    const met = [...pages].filter(([page]) => page <= this.#end && !this.#met.has(page))
    for (const [page] of met) this.#met.add(page)
    return met.map(([page, content]) => ({ page, content }))
  }

  /** Once all of them were met: whether the page may be another than before. */
  mayDiffer(page: number): boolean {
    return this.#met.has(page) || page > Math.min(this.#before, this.#end)
  }

  /**
   * Once all of them were met: whether each page was there all the time, or was written. The one that SQLite keeps for locks, at
   * 1 GiB, never is.
   */
  get isWhole(): boolean {
    for (let page = Math.min(this.#before, this.#end) + 1; page <= this.count; page++) if (!this.#met.has(page)) return false
    return true
  }
}

async function read({ name, file }: EntryFile, pageSize: number): Promise<PageChanges> {
  try {
    const changes = await unpackEntry(await readFile(file), name)
    if (changes.pageSize === pageSize) return changes
  } catch (cause) {
    throw new EntryUnusable(`The entry ${name.sequence} cannot be read`, { cause })
  }
  throw new EntryUnusable(`The entry ${name.sequence} has pages of another size`)
}
