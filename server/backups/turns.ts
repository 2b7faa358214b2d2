import type { Report, Stage } from './progress.ts'

/** What takes its turn at the moment. */
export interface UnderWay {
  readonly what: 'backup' | 'verify' | 'drill' | 'prune' | 'keys'
  readonly destination: string
  readonly stage: Stage | null
  /** Bytes of the stage; `of` is 0 where nobody knows. */
  readonly done: number
  readonly of: number
  /** Unix seconds. */
  readonly since: number
}

/** Works on backups take turns: never two at once. */
export class Turns {
  readonly #now: () => number
  readonly #stop = new AbortController()
  #last: Promise<unknown> = Promise.resolve()
  #underWay: UnderWay | undefined

  /** @param now Unix seconds */
  constructor(now: () => number) {
    this.#now = now
  }

  get underWay(): UnderWay | undefined {
    return this.#underWay
  }

  /** Ends what is under way, soon after `stop`. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  readonly report: Report = (stage, done, of) => {
    if (this.#underWay) this.#underWay = { ...this.#underWay, stage, done, of }
  }

  /** Does `work` once all that was asked for before is over. */
  take<T>(what: UnderWay['what'], destination: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      this.signal.throwIfAborted()
      this.#underWay = { what, destination, stage: null, done: 0, of: 0, since: this.#now() }
      try {
        return await work()
      } finally {
        this.#underWay = undefined
      }
    })
    this.#last = turn.catch(() => {})
    return turn
  }

  stop(): void {
    this.#stop.abort(new Error('Landline stops'))
  }

  /** Once nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#last
  }
}
