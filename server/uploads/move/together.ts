import type { Database, Trx } from '../../database/connection.ts'

interface Waiting {
  readonly work: (trx: Trx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: unknown) => void
}

const most = 100

/** Writes down what several files have come to in one commit: each commit waits for the disk, and everyone with it. */
export class Together {
  readonly #database: Pick<Database, 'inTransaction'>
  readonly #patience: number
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined

  /** @param patience milliseconds for which the first waits for others */
  constructor(database: Pick<Database, 'inTransaction'>, patience: number) {
    this.#database = database
    this.#patience = patience
  }

  inTransaction<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (this.#waiting.length >= most) this.#flush()
      else this.#timer ??= setTimeout(() => this.#flush(), this.#patience)
    })
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const all = this.#waiting.splice(0)
    const together = this.#database.inTransaction(async (trx) => {
      const values: unknown[] = []
      for (const { work } of all) values.push(await work(trx))
      return values
    })
    together.then(
      (values) => {
        for (const [index, { resolve }] of all.entries()) resolve(values[index])
      },
      (cause: unknown) => {
        for (const { reject } of all) reject(cause)
      },
    )
  }
}
