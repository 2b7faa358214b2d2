import type { Database, Trx } from '../../database/connection.ts'

interface Waiting {
  readonly work: (trx: Trx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: unknown) => void
}

const most = 100

/** Milliseconds for which the first waits for others. */
const patience = 100

/** Writes down what several files have come to in one commit: each commit waits for the disk, and everyone with it. */
export class Together {
  readonly #database: Pick<Database, 'inTransaction'>
  #waiting: Waiting[] = []
  #underWay = 0
  #timer: NodeJS.Timeout | undefined

  constructor(database: Pick<Database, 'inTransaction'>) {
    this.#database = database
  }

  /** Does `work`, which may have something to write down: when nobody else does, nobody is waited for. */
  async during(work: () => Promise<void>): Promise<void> {
    this.#underWay++
    try {
      await work()
    } finally {
      this.#underWay--
    }
  }

  inTransaction<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (this.#waiting.length >= Math.min(most, this.#underWay)) this.#flush()
      else this.#timer ??= setTimeout(() => this.#flush(), patience)
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
