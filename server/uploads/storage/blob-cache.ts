import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { LRUCache } from 'lru-cache'
import { isErrno } from '../../config/problem.ts'
import type { Blob } from '../blob-queries.ts'
import { mebibyte } from '../limits.ts'
import type { ByteRange } from '../stores/blob-store.ts'
import { writeDraft } from '../stores/draft.ts'
import { BlobDamaged, exactly } from './exact.ts'

/** A larger file passes through: a film would push out everything else. */
export const largestCached = 16 * mebibyte

/**
 * Copies of files in a bucket on this computer's disk, the least used ones making room. Named by their content, and checked
 * before anybody sees them; they survive a restart, and losing them loses nothing.
 */
export class BlobCache {
  readonly #folder: string
  readonly #known: LRUCache<string, number>
  readonly #arriving = new Map<string, Promise<void>>()
  hits = 0
  misses = 0

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

  static async open(folder: string, maxBytes: number): Promise<BlobCache> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const cache = new BlobCache(folder, maxBytes)
    const found: { name: string; bytes: number; usedAt: number }[] = []
    for (const name of await readdir(folder)) {
      const facts = await stat(path.join(folder, name))
      if (/^[0-9a-f]{64}$/.test(name)) found.push({ name, bytes: facts.size, usedAt: facts.mtimeMs })
      else await rm(path.join(folder, name), { force: true, recursive: true })
    }
    for (const { name, bytes } of found.sort((a, b) => a.usedAt - b.usedAt)) cache.#known.set(name, bytes)
    return cache
  }

  get bytes(): number {
    return this.#known.calculatedSize
  }

  /** A file of at most `largestCached`, from here or else by `fetch`. @throws what `fetch` throws; BlobDamaged */
  async read(blob: Blob, range: ByteRange | undefined, fetch: () => Promise<Readable>): Promise<Readable> {
    const name = blob.sha256.toString('hex')
    for (let tries = 0; ; tries++) {
      if (this.#known.get(name) === undefined) {
        this.misses++
        await this.#arrive(name, blob, fetch)
      } else if (tries === 0) this.hits++
      try {
        return await this.#open(name, range)
      } catch (error) {
        if (!isErrno(error, 'ENOENT') || tries === 2) throw error
        this.#known.delete(name) // somebody emptied the folder, or it was pushed out in between
      }
    }
  }

  /** Whether it can be read though its bucket does not answer. */
  has(blob: Pick<Blob, 'sha256'>): boolean {
    return this.#known.has(blob.sha256.toString('hex'))
  }

  async #open(name: string, range: ByteRange | undefined): Promise<Readable> {
    const file = this.#file(name)
    const now = new Date()
    await utimes(file, now, now) // the order of use, for the next start
    return createReadStream(file, range)
  }

  async #arrive(name: string, blob: Blob, fetch: () => Promise<Readable>): Promise<void> {
    let arriving = this.#arriving.get(name)
    if (!arriving) {
      arriving = this.#store(name, blob, fetch).finally(() => this.#arriving.delete(name))
      this.#arriving.set(name, arriving)
    }
    await arriving
  }

  async #store(name: string, blob: Blob, fetch: () => Promise<Readable>): Promise<void> {
    const draft = path.join(this.#folder, `arriving-${randomBytes(8).toString('hex')}`)
    const { sha256, bytes } = await writeDraft(draft, exactly(await fetch(), blob.bytes, blob.key))
    if (!sha256.equals(blob.sha256)) {
      await rm(draft, { force: true })
      throw new BlobDamaged(blob.key, 'its content changed')
    }
    await rename(draft, this.#file(name))
    this.#known.set(name, bytes)
  }

  #file = (name: string): string => path.join(this.#folder, name)
}
