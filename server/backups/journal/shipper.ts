import type { Db } from '../../database/connection.ts'
import type { Place } from '../destinations.ts'
import type { Repository } from '../repository/repository.ts'
import type { Files } from '../snapshot/copy-files.ts'
import type { Joint } from '../snapshot/manifest.ts'
import { lastWithoutGap } from './chain.ts'
import type { EntryName } from './entry.ts'
import { FileShipper } from './file-shipper.ts'
import { filesAmong } from './files.ts'
import type { Position } from './recorder.ts'
import type { Spool } from './spool.ts'
import { entriesAmong, type StoredEntry, storeEntry } from './store.ts'

export interface Shipping {
  readonly spool: Spool
  readonly db: Db
  readonly files: () => Files
  /** The destination; undefined where it has to be begun, or hear of the recovery key, first. @throws where it is not there */
  readonly open: () => Promise<{ readonly repository: Repository; readonly place: Place } | undefined>
  /** Asks for a snapshot that the journal can lead on from. */
  readonly askForSnapshot: () => void
  readonly signal: AbortSignal
}

interface Opened {
  /** To which new files belong. */
  readonly generation: string
  readonly repository: Repository
  readonly place: Place
  readonly files: FileShipper
  /** What the newest snapshot there has of the journal: of that, nothing need be there. */
  readonly joint: Joint | undefined
  /** The last entry of each generation that is there. */
  readonly shipped: Map<string, number>
}

/** After a failure a destination is left alone for a while: a bucket that is away costs a timeout each time. In milliseconds. */
const rest = { shortest: 3000, longest: 60_000 }

/** Brings the journal to one destination: files first, then the entries that know them. */
export class Shipper {
  readonly name: string
  readonly #shipping: Shipping
  #opened: Opened | undefined
  /** The generation that leads on from the newest snapshot there, if any does. */
  #joinedTo: string | undefined
  #failures = 0
  /** By a clock that is never set. */
  #restUntil = 0
  #last: Promise<void> = Promise.resolve()
  #isWaiting = false
  #isStale = false
  failure: unknown
  /** Unix milliseconds: everything that was written down before it is there. */
  shippedAt: number | null = null

  constructor(name: string, shipping: Shipping) {
    this.name = name
    this.#shipping = shipping
  }

  /** Brings there what waits, once what is on its way has arrived. @param position of the journal */
  ship(position: Position): Promise<void> {
    if (this.#isWaiting) return this.#last
    this.#isWaiting = true
    this.#last = this.#last.then(async () => {
      this.#isWaiting = false
      if (performance.now() < this.#restUntil || this.#shipping.signal.aborted) return
      await this.#ship(position)
    })
    return this.#last
  }

  /** Whether the entry need not be kept for this destination. */
  has({ generation, sequence }: EntryName): boolean {
    return sequence <= (this.#opened?.shipped.get(generation) ?? 0)
  }

  /** A snapshot was made there, or it heard of a recovery key. */
  lookAgain(): void {
    this.#isStale = true
    this.#restUntil = 0
  }

  async close(): Promise<void> {
    await this.#last
    await this.#close()
  }

  async #ship(position: Position): Promise<void> {
    const begun = Date.now()
    try {
      if (this.#isStale || this.#opened?.generation !== position.generation) await this.#close()
      this.#opened ??= await this.#open(position)
      if (this.#opened && this.#shipping.spool.waiting.some((one) => !this.has(one))) await this.#shipAll(this.#opened)
      if (!this.#opened || this.#joinedTo !== position.generation) return this.#shipping.askForSnapshot()
      this.shippedAt = begun
      this.failure = undefined
      this.#failures = 0
    } catch (error) {
      await this.#close().catch(() => {})
      if (this.#shipping.signal.aborted) return
      this.failure = error
      this.#restUntil = performance.now() + Math.min(rest.longest, rest.shortest * 2 ** this.#failures++)
    }
  }

  async #open({ generation, sequence }: Position): Promise<Opened | undefined> {
    const found = await this.#shipping.open()
    if (!found) return undefined
    const { repository, place } = found
    try {
      const keys: { key: string; bytes: number }[] = []
      for await (const one of repository.store.list('journal/')) keys.push(one) // once: there may be many
      const entries = await entriesAmong(keys)
      const newest = (await repository.snapshots()).at(-1)
      const isSealed = repository.cipher !== undefined
      const manifest = newest?.isSealed === isSealed ? await repository.manifest(newest) : undefined
      const joint = manifest?.journal
      const shipped = new Map(entries.map((entry) => [entry.generation, entry.sequence])) // the last one of each stays
      if (joint && this.#leadsOn(joint, entries, shipped.get(joint.generation) ?? 0, sequence)) this.#joinedTo = joint.generation
      const files = new FileShipper(repository, generation, (await filesAmong(keys)).keys(), manifest)
      return { generation, repository, place, joint, shipped, files }
    } catch (error) {
      place.close()
      throw error
    }
  }

  /** Whether every entry after the snapshot is there or waits. */
  #leadsOn(joint: Joint, entries: readonly StoredEntry[], shipped: number, newest: number): boolean {
    const waiting = this.#shipping.spool.waiting.find(({ generation }) => generation === joint.generation)?.sequence
    const reached = Math.max(shipped, joint.after)
    return lastWithoutGap(entries, joint) >= reached && (waiting ?? newest + 1) <= reached + 1
  }

  async #shipAll({ repository, joint, shipped, files }: Opened): Promise<void> {
    const { spool, db, signal } = this.#shipping
    const entries = spool.waiting.filter((one) => !this.has(one)) // first: all files that these know are found below
    await files.ship(db, this.#shipping.files(), signal)
    for (const entry of entries) {
      signal.throwIfAborted()
      const packed = await spool.read(entry)
      const inSnapshot = joint?.generation === entry.generation ? joint.after : 0
      const isNext = entry.sequence <= Math.max(shipped.get(entry.generation) ?? 0, inSnapshot) + 1
      if (!packed || !isNext) this.#joinedTo = undefined // a gap: what comes after it is of use to a later snapshot
      if (!packed) continue
      await storeEntry(repository, entry, packed)
      shipped.set(entry.generation, entry.sequence)
    }
  }

  async #close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    this.#joinedTo = undefined
    this.#isStale = false
    await opened?.files.close()
    opened?.place.close()
  }
}
