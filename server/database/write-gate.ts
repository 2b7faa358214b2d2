import type { Database } from './connection.ts'

/** Between those who write and the database: it can be closed, so that nothing changes any more. */
export class WriteGate {
  readonly #underWay = new Set<Promise<unknown>>()
  /** Why nothing may be written now; undefined while everything may. */
  refusal: () => Error | undefined = () => undefined

  guard(database: Database): Database {
    return { ...database, inTransaction: (work) => this.#pass(() => database.inTransaction(work)) }
  }

  /** Resolves once everything that was let through has ended. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  async #pass<T>(write: () => Promise<T>): Promise<T> {
    const refusal = this.refusal()
    if (refusal) throw refusal
    const writing = write()
    this.#underWay.add(writing)
    try {
      return await writing
    } finally {
      this.#underWay.delete(writing)
    }
  }
}
