import type SQLite from 'better-sqlite3'
import type { Trx } from './connection.ts'

interface Job {
  readonly work: (trx: Trx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: unknown) => void
}

type Finished = { readonly job: Job; readonly trx: Trx; readonly value: unknown }

/** Long enough to share an fsync well, short enough that the first in a batch does not wait for the last. */
const largestGroup = 200

/**
 * Runs write transactions one after another and commits those that wait together in one fsync, each in its own savepoint:
 * one that fails is rolled back alone. A promise resolves only once its commit is on disk.
 */
export class CommitGroup {
  readonly #sqlite: SQLite.Database
  readonly #newTrx: () => Trx
  readonly #committed: (trx: Trx) => void
  #waiting: Job[] = []
  #alone: (() => Promise<void>)[] = []
  #afterCommit = (): void => {}
  #running: Promise<void> | undefined

  /** @param committed hears of each transaction right after its commit, in commit order */
  constructor(sqlite: SQLite.Database, newTrx: () => Trx, committed: (trx: Trx) => void) {
    this.#sqlite = sqlite
    this.#newTrx = newTrx
    this.#committed = committed
  }

  run<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      this.#running ??= this.#runAll()
    })
  }

  /** Runs `work` after every commit. */
  afterCommit(work: () => void): void {
    this.#afterCommit = work
  }

  /** Runs `work` between two commits, while no transaction is open. Writers wait for it. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#alone.push(() => work().then(resolve, reject))
      this.#running ??= this.#runAll()
    })
  }

  /** Resolves when nothing is under way or waiting. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #runAll(): Promise<void> {
    while (this.#waiting.length > 0 || this.#alone.length > 0) {
      for (const work of this.#alone.splice(0)) await work()
      if (this.#waiting.length === 0) continue
      // Requests that came in with this one are parsed in the same turn of the event loop: they share the commit.
      await new Promise((resolve) => setImmediate(resolve))
      await this.#runGroup(this.#waiting.splice(0, largestGroup))
    }
    this.#running = undefined
  }

  async #runGroup(jobs: readonly Job[]): Promise<void> {
    const finished: Finished[] = []
    try {
      this.#sqlite.exec('BEGIN IMMEDIATE')
      for (const job of jobs) {
        const done = await this.#runOne(job)
        if (done) finished.push(done)
      }
      this.#sqlite.exec('COMMIT')
    } catch (cause) {
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK')
      for (const job of jobs) job.reject(cause)
      return
    }
    for (const { trx } of finished) this.#committed(trx)
    for (const { job, value } of finished) job.resolve(value)
    this.#afterCommit()
  }

  async #runOne(job: Job): Promise<Finished | undefined> {
    const trx = this.#newTrx()
    this.#sqlite.exec('SAVEPOINT one')
    try {
      const value = await job.work(trx)
      this.#sqlite.exec('RELEASE one')
      return { job, trx, value }
    } catch (cause) {
      // A full disk or an I/O error ends the whole transaction, and with it the work of everyone in the group.
      if (!this.#sqlite.inTransaction) throw cause
      this.#sqlite.exec('ROLLBACK TO one; RELEASE one')
      job.reject(cause)
      return undefined
    }
  }
}
