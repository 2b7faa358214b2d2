import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { LRUCache } from 'lru-cache'
import { isErrno } from '../../config/problem.ts'
import type { BlobFacts, ByteRange } from '../stores/blob-store.ts'
import { writeDraft } from '../stores/draft.ts'

/** Files that may be lost, in one folder and within a size: the least used make room. They survive a restart. */
export class DiskCache {
  readonly #folder: string
  readonly #known: LRUCache<string, number>
  readonly #arriving = new Map<string, Promise<void>>()

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder
    this.#known = new LRUCache({
      maxSize: Math.max(1, maxBytes),
      sizeCalculation: (bytes) => Math.max(1, bytes),
      dispose: (_, name, reason) => {
        if (reason === 'evict') rm(this.#file(name), { force: true }).catch(() => {}) // found again at the next start
      },
    })
  }

  static async open(folder: string, maxBytes: number): Promise<DiskCache> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const cache = new DiskCache(folder, maxBytes)
    const found: { name: string; bytes: number; usedAt: number }[] = []
    for (const name of await readdir(folder)) {
      const facts = await stat(path.join(folder, name))
      if (isName(name) && facts.isFile()) found.push({ name, bytes: facts.size, usedAt: facts.mtimeMs })
      else await rm(path.join(folder, name), { force: true, recursive: true })
    }
    for (const { name, bytes } of found.sort((a, b) => a.usedAt - b.usedAt)) cache.#known.set(name, bytes)
    return cache
  }

  get bytes(): number {
    return this.#known.calculatedSize
  }

  has(name: string): boolean {
    return this.#known.has(name)
  }

  /** How large it is; undefined where it is not here. */
  size(name: string): number | undefined {
    return this.#known.get(name)
  }

  /**
   * A file from here, or else brought by `fetch`; those who ask meanwhile wait for the same one.
   * @param name 64 hex digits
   * @param check looks at what was brought, and throws where it must not be kept
   */
  async read(
    name: string,
    range: ByteRange | undefined,
    fetch: () => Promise<Readable>,
    check: (facts: BlobFacts) => void,
  ): Promise<Readable> {
    for (let tries = 0; ; tries++) {
      if (!this.#known.has(name)) await this.#arrive(name, fetch, check)
      try {
        return await this.#open(name, range)
      } catch (error) {
        if (!isErrno(error, 'ENOENT') || tries === 2) throw error
        this.#known.delete(name) // somebody emptied the folder, or it was pushed out in between
      }
    }
  }

  async #open(name: string, range: ByteRange | undefined): Promise<Readable> {
    const file = this.#file(name)
    const now = new Date()
    await utimes(file, now, now) // the order of use, for the next start
    this.#known.get(name)
    return createReadStream(file, range)
  }

  async #arrive(name: string, fetch: () => Promise<Readable>, check: (facts: BlobFacts) => void): Promise<void> {
    let arriving = this.#arriving.get(name)
    if (!arriving) {
      arriving = this.#store(name, fetch, check).finally(() => this.#arriving.delete(name))
      this.#arriving.set(name, arriving)
    }
    await arriving
  }

  async #store(name: string, fetch: () => Promise<Readable>, check: (facts: BlobFacts) => void): Promise<void> {
    const file = path.join(this.#folder, `arriving-${randomBytes(8).toString('hex')}`)
    const draft = await writeDraft(file, await fetch())
    try {
      check(draft)
      await rename(file, this.#file(name))
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
    this.#known.set(name, draft.bytes)
  }

  #file = (name: string): string => path.join(this.#folder, name)
}

const isName = (name: string): boolean => /^[0-9a-f]{64}$/.test(name)
