import { setTimeout } from 'node:timers/promises'
import type { Db } from '../../database/connection.ts'
import type { Files } from '../snapshot/copy-files.ts'
import type { Recorder } from './recorder.ts'
import { Shipper, type Shipping } from './shipper.ts'

export interface JournalOptions {
  readonly recorder: Recorder
  readonly db: Db
  readonly files: () => Files
  /** Names of all places that the journal goes to; none while the owner wants no backups by themselves. */
  readonly destinations: () => readonly string[]
  readonly open: (name: string) => ReturnType<Shipping['open']>
  /** @returns false where there is no chat yet to make one of */
  readonly makeSnapshot: (name: string) => Promise<boolean>
  readonly warn: (cause: unknown, sentence: string) => void
}

export interface JournalStatus {
  readonly destination: string
  /** Unix seconds: what was committed before it is there. Null where nothing has arrived since the start. */
  readonly shippedAt: number | null
  readonly failure: unknown
}

/** After a start, people who wait to sign in come first; after a snapshot that failed, the next one is not at once. Milliseconds. */
const patience = { first: 30_000, next: 10 * 60_000, last: 3000 }
/** A destination that was away is looked for again. */
const interval = 3000

/** Takes what was written down to every destination within seconds, and asks for a snapshot where the journal leads on from none. */
export class Journal {
  readonly #options: JournalOptions
  readonly #shippers = new Map<string, Shipper>()
  readonly #stop = new AbortController()
  readonly #askedAt = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #startedAt = 0
  #isClosing = false
  #snapshots: Promise<unknown> = Promise.resolve()

  constructor(options: JournalOptions) {
    this.#options = options
  }

  start(): void {
    this.#startedAt = performance.now()
    this.#options.recorder.whenRecorded(() => void this.#ship())
    void this.#ship() // looks what is there, while people sign in
    this.#timer = setInterval(() => void this.#ship(), interval).unref()
  }

  get status(): JournalStatus[] {
    return this.#options.destinations().map((destination) => {
      const { shippedAt = null, failure } = this.#shippers.get(destination) ?? {}
      return { destination, shippedAt: shippedAt && Math.floor(shippedAt / 1000), failure }
    })
  }

  /** A snapshot was made in this place, or it heard of a recovery key. */
  lookAgain(name: string): void {
    this.#shippers.get(name)?.lookAgain()
  }

  /** What was said last is taken along, where that takes no longer than a moment. */
  async close(): Promise<void> {
    if (this.#timer) {
      clearInterval(this.#timer)
      this.#isClosing = true
      await atMost(patience.last, () => this.catchUp())
    }
    this.#stop.abort(new Error('Landline stops'))
    await atMost(patience.last, () => Promise.all([...this.#shippers.values()].map((shipper) => shipper.close())))
    await this.#snapshots
  }

  /** Takes along what was said last, to every place that can be reached. */
  async catchUp(): Promise<void> {
    await this.#options.recorder.position()
    await this.#ship()
  }

  async #ship(): Promise<void> {
    const { recorder, destinations } = this.#options
    const position = recorder.reached
    if (!position || this.#stop.signal.aborted) return
    const names = destinations()
    await this.#forgetOthers(names)
    await Promise.all(names.map((name) => this.#shipperOf(name).ship(position)))
    const shippers = names.map((name) => this.#shipperOf(name))
    for (const entry of recorder.spool.waiting)
      if (shippers.every((shipper) => shipper.has(entry))) await recorder.spool.arrived(entry)
  }

  async #forgetOthers(names: readonly string[]): Promise<void> {
    for (const [name, shipper] of this.#shippers) {
      if (names.includes(name)) continue
      this.#shippers.delete(name)
      await shipper.close()
    }
  }

  #shipperOf(name: string): Shipper {
    const { recorder, db, files, open } = this.#options
    const known = this.#shippers.get(name)
    if (known) return known
    const shipper = new Shipper(name, {
      spool: recorder.spool,
      db,
      files,
      open: () => open(name),
      askForSnapshot: () => this.#ask(name),
      signal: this.#stop.signal,
    })
    this.#shippers.set(name, shipper)
    return shipper
  }

  #ask(name: string): void {
    if (this.#isClosing) return
    const now = performance.now() // no clock that is set holds anybody up
    const askedAt = this.#askedAt.get(name) ?? Number.NEGATIVE_INFINITY
    const mayAskAt = Math.max(this.#startedAt + patience.first, askedAt + patience.next)
    if (now < mayAskAt) return
    this.#askedAt.set(name, now)
    this.#snapshots = this.#snapshots
      .then(async () => {
        if (!(await this.#options.makeSnapshot(name))) this.#askedAt.delete(name)
      })
      .catch((error: unknown) => this.#options.warn(error, `The journal has no snapshot in ${name} to lead on from`))
  }
}

/** A bucket that does not answer holds up nobody who wants to stop. */
const atMost = (milliseconds: number, work: () => Promise<unknown>): Promise<unknown> =>
  Promise.race([work(), setTimeout(milliseconds, undefined, { ref: false })])
