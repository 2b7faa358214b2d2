import { removeAbandoned } from './abandoned.ts'
import { removeDiscarded } from './discard.ts'
import type { ResumableUploads } from './files/resumable.ts'
import type { CopyParts } from './move/copy.ts'
import type { Tally } from './move/queries.ts'
import { drainSpool } from './move/spool.ts'
import type { Scrubber } from './storage/scrub.ts'

const often = 15_000

/** What goes on by itself: discarded bytes are removed, files that wait for their bucket sent there, some looked at each week. */
export class Housekeeping {
  readonly #parts: CopyParts
  readonly #scrubber: Scrubber
  readonly #resumable: ResumableUploads
  readonly #warn: (cause: unknown, sentence: string) => void
  readonly #stop = new AbortController()
  readonly #timer: NodeJS.Timeout
  #last: Promise<void> = Promise.resolve()
  #isQueued = false
  #leftovers: Tally = { files: 0, bytes: 0 }

  constructor(
    parts: CopyParts,
    { scrubber, resumable }: { scrubber: Scrubber; resumable: ResumableUploads },
    warn: (cause: unknown, sentence: string) => void,
  ) {
    this.#parts = parts
    this.#scrubber = scrubber
    this.#resumable = resumable
    this.#warn = warn
    this.#timer = setInterval(() => this.run(), often)
    this.#timer.unref()
  }

  /** Soon; twice at once is once. */
  run(): void {
    if (this.#isQueued || this.#stop.signal.aborted) return
    this.#isQueued = true
    this.#last = this.#last
      .then(() => {
        this.#isQueued = false
        return this.#work()
      })
      .catch((cause: unknown) => this.#warn(cause, 'The housekeeping of files stopped and begins again in a moment'))
  }

  async idle(): Promise<void> {
    await this.#last
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#stop.abort(new Error('Landline stops'))
    await this.#last
  }

  /** What crashes left in the stores and was removed since the start. */
  get leftovers(): Tally {
    return this.#leftovers
  }

  async #removeLeftovers(failed: (cause: unknown, key: string) => void): Promise<void> {
    const { files, bytes } = await removeAbandoned(this.#parts, failed)
    this.#leftovers = { files: this.#leftovers.files + files, bytes: this.#leftovers.bytes + bytes }
  }

  async #work(): Promise<void> {
    const failed = (cause: unknown, key: string): void => this.#warn(cause, `The discarded file ${key} could not be removed yet`)
    await removeDiscarded({ ...this.#parts, failed })
    await this.#removeLeftovers(failed)
    await this.#parts.storage.knock()
    await drainSpool(this.#parts, this.#stop.signal)
    await this.#resumable.removeForgotten()
    await this.#scrubber.runIfDue(this.#stop.signal)
  }
}
