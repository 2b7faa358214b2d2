import { unixTime } from '../../api/unix-time.ts'
import type { Db } from '../../database/connection.ts'
import { filesStoredSince } from '../../uploads/inventory.ts'
import { eachAtOnce } from '../repository/at-once.ts'
import type { Repository } from '../repository/repository.ts'
import { contentOf, type Files, FileUnreadable } from '../snapshot/copy-files.ts'
import { type Manifest, uploadsOf } from '../snapshot/manifest.ts'
import { nameOfContent, storeJournalFile } from './files.ts'

type Blob = Awaited<ReturnType<typeof filesStoredSince>>[number]

/** A larger file does not hold up what people say: it arrives after it. */
const largeBytes = 16 * 1024 * 1024
/** A disk takes its time to say that something is safe, and says so of several together. */
const atOnce = 16
/** A row may be committed somewhat later than it says. In seconds. */
const margin = 120

/** Brings files that no snapshot has yet to one destination. */
export class FileShipper {
  readonly #repository: Repository
  readonly #generation: string
  /** Names of contents that are there. */
  readonly #there: Set<string>
  #since: number
  #large: Promise<void> | undefined

  /**
   * @param there names of contents in the journal
   * @param newest what files this snapshot has, nobody needs to bring again
   */
  constructor(repository: Repository, generation: string, there: Iterable<string>, newest: Manifest | undefined) {
    this.#repository = repository
    this.#generation = generation
    this.#there = new Set(there)
    for (const { sha256 } of newest ? uploadsOf(newest) : [])
      this.#there.add(nameOfContent(Buffer.from(sha256, 'hex'), repository))
    const since = newest ? new Date(newest.createdAt) : new Date()
    this.#since = unixTime(since) - margin
  }

  /** Resolves when the small ones are there; large ones follow by themselves. */
  async ship(db: Db, from: Files, signal: AbortSignal): Promise<void> {
    const stored = await filesStoredSince(db, this.#since)
    const missing = stored.filter((blob) => isOurs(blob, from) && !this.#there.has(this.#nameOf(blob)))
    const small = missing.filter(({ bytes }) => bytes <= largeBytes)
    await eachAtOnce(small, atOnce, (blob) => this.#shipOne(blob, from, signal))
    const large = missing.filter(({ bytes }) => bytes > largeBytes)
    if (large.length > 0) this.#large ??= this.#shipLarge(large, from, signal)
    else this.#since = Math.max(this.#since, (stored.at(-1)?.createdAt ?? 0) - margin)
  }

  async close(): Promise<void> {
    await this.#large
  }

  /** One that fails is tried again with the next entry. */
  async #shipLarge(large: readonly Blob[], from: Files, signal: AbortSignal): Promise<void> {
    try {
      for (const blob of large) await this.#shipOne(blob, from, signal)
    } catch {
      // whoever ships the next entry hears of it, if the destination is still away
    } finally {
      this.#large = undefined
    }
  }

  async #shipOne(blob: Blob, from: Files, signal: AbortSignal): Promise<void> {
    const name = this.#nameOf(blob)
    if (this.#there.has(name)) return
    try {
      const body = contentOf(blob, from.library)
      await storeJournalFile(this.#repository, this.#generation, { sha256: blob.sha256, body }, signal)
    } catch (error) {
      if (!(error instanceof FileUnreadable)) throw error // gone already, or damaged: the next snapshot says so
    }
    this.#there.add(name)
  }

  #nameOf({ sha256 }: Blob): string {
    return nameOfContent(sha256, this.#repository)
  }
}

/** What is in a bucket comes along only if the owner wants it to. */
const isOurs = ({ store, isSpooled }: Blob, { copyFromBuckets }: Files): boolean =>
  store === 'local' || isSpooled === 1 || copyFromBuckets
