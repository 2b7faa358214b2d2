import { existsSync, readFileSync } from 'node:fs'
import { writeFileAtomically } from '../../config/atomic-file.ts'
import type { Database } from '../../database/connection.ts'
import { type Blob, findBlob, keysIn, sampleBlobs } from '../blob-queries.ts'
import { givesToAnybody } from '../check/behaviour.ts'
import { Probe } from '../check/probe.ts'
import { type KnownAs, named } from '../files/known-as.ts'
import { BlobMissing } from '../stores/blob-store.ts'
import { BlobDamaged, verifyIn } from './exact.ts'
import type { Storage } from './storage.ts'

interface Damage {
  readonly key: string
  readonly class: string
  readonly store: string
  readonly cause: string
}

export interface ScrubReport {
  /** Unix seconds. */
  readonly at: number
  readonly checked: number
  readonly bytes: number
  readonly damaged: readonly (Damage & KnownAs)[]
  /** Stores that did not answer, and why: their files were not looked at. */
  readonly unreachable: readonly { readonly store: string; readonly cause: string }[]
  /** Stored files that belong to nothing, as a crash in mid-upload leaves them; null where not all were looked at. */
  readonly unused: { readonly files: number; readonly bytes: number } | null
  /** Buckets that everybody may read, though they hold files of messages and their owner has not accepted it. */
  readonly publicBuckets: readonly string[]
}

interface Parts {
  readonly database: Database
  readonly storage: Storage
  readonly now: () => number
  /** Where the last report is kept. */
  readonly file: string
}

const usualSample = 500
const week = 7 * 24 * 60 * 60

/** Reads files back from where they are and compares their hashes: every week some, on request as many as one likes. */
export class Scrubber {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get last(): ScrubReport | undefined {
    const { file } = this.#parts
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ScrubReport) : undefined
  }

  async runIfDue(signal: AbortSignal): Promise<void> {
    const { now } = this.#parts
    if ((this.last?.at ?? 0) + week <= now()) await this.run(usualSample, signal)
  }

  /** @param most how many files; Infinity for all */
  async run(most = usualSample, signal?: AbortSignal): Promise<ScrubReport> {
    const { database, now, file } = this.#parts
    const found = { checked: 0, bytes: 0 }
    const damaged: Damage[] = []
    const unreachable = new Map<string, string>()
    for (const blob of await sampleBlobs(database.read, most)) {
      if (signal?.aborted) break
      if (unreachable.has(blob.store)) continue
      const { cause, isAway } = await this.#look(blob)
      if (isAway) unreachable.set(blob.store, cause!)
      else if (cause) damaged.push({ key: blob.key, class: blob.class, store: blob.store, cause })
      found.checked += isAway ? 0 : 1
      found.bytes += isAway ? 0 : blob.bytes
    }
    const report: ScrubReport = {
      at: now(),
      ...found,
      damaged: await named(database.read, damaged),
      unreachable: [...unreachable].map(([store, cause]) => ({ store, cause })),
      unused: Number.isFinite(most) || signal?.aborted ? null : await this.#unused(unreachable),
      publicBuckets: signal?.aborted ? [] : await this.#publicBuckets(),
    }
    if (!signal?.aborted) writeFileAtomically(file, `${JSON.stringify(report, undefined, 2)}\n`)
    return report
  }

  /** Takes back from the last report what is whole again. */
  forget(keys: ReadonlySet<string>): void {
    const { last } = this
    if (!last) return
    const report: ScrubReport = { ...last, damaged: last.damaged.filter(({ key }) => !keys.has(key)) }
    writeFileAtomically(this.#parts.file, `${JSON.stringify(report, undefined, 2)}\n`)
  }

  async #look(blob: Blob): Promise<{ readonly cause?: string; readonly isAway?: true }> {
    const { storage, database } = this.#parts
    try {
      await verifyIn(storage.store(blob.store), blob)
      return {}
    } catch (error) {
      const isStillThere = (await findBlob(database.read, blob.key))?.store === blob.store
      if (!isStillThere) return {} // moved or removed while we looked
      if (error instanceof BlobMissing) return { cause: 'Missing where it was stored' }
      if (error instanceof BlobDamaged) return { cause: error.message }
      return { cause: storage.failed(blob.store, error).cause, isAway: true }
    }
  }

  async #unused(unreachable: ReadonlyMap<string, string>): Promise<{ files: number; bytes: number }> {
    const { database, storage } = this.#parts
    const found = { files: 0, bytes: 0 }
    for (const id of ['local', ...Object.keys(storage.settings.buckets)].filter((one) => !unreachable.has(one))) {
      const known = await keysIn(database.read, id)
      try {
        for await (const { key, bytes } of storage.store(id).list()) {
          if (known.has(key)) continue
          found.files++
          found.bytes += bytes
        }
      } catch {
        // a key that may not list, or a bucket that went away: the other stores can still be told
      }
    }
    return found
  }

  async #publicBuckets(): Promise<string[]> {
    const { storage } = this.#parts
    const open: string[] = []
    for (const [id, settings] of Object.entries(storage.settings.buckets)) {
      if (settings.accepted?.includes('public')) continue
      const secret = await storage.secretOf(id)
      if (!secret) continue
      const probe = new Probe(settings, secret)
      try {
        await probe.put('is it public', Buffer.from('No.'))
        if (await givesToAnybody(probe, 'is it public')) open.push(id)
      } catch {
        // away, or read-only: nothing to learn now
      } finally {
        await probe.cleanUp()
      }
    }
    return open
  }
}
