import { type DatabaseConnection, Kysely, type QueryResult } from 'kysely'
import { Thread } from '../../threads/thread.ts'
import type { Db } from '../connection.ts'
import type { Schema } from '../schema/index.ts'
import type { Statement } from '../statement-cache.ts'
import { dialectOver } from '../statement-dialect.ts'

/** In milliseconds. A hundred times what the slowest search in a million messages takes. */
const longest = 20_000

/** A statement was given up, because everybody else who has a long one waits for its end. */
export class ReadTookTooLong extends Error {
  override readonly name = 'ReadTookTooLong'
}

/** A read-only connection in a thread. Statements take turns: Kysely sends one at a time. */
class ReadThread implements DatabaseConnection {
  readonly #thread: Thread<Statement, QueryResult<unknown>>
  readonly #longest: number

  constructor(file: string, longestRead: number) {
    this.#thread = new Thread(import.meta.dirname, 'read-worker', { workerData: file })
    this.#longest = longestRead
  }

  async executeQuery<R>({ sql, parameters }: Statement): Promise<QueryResult<R>> {
    const late = AbortSignal.timeout(this.#longest)
    try {
      return (await this.#thread.run({ sql, parameters }, late)) as QueryResult<R>
    } catch (error) {
      if (!late.aborted) throw error
      void this.#thread.close() // SQLite ends what it began; whoever is next gets a thread of their own
      throw new ReadTookTooLong(`A statement took longer than ${this.#longest / 1000} s`)
    }
  }

  // biome-ignore lint/correctness/useYield: there is nothing to stream
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows from a thread come all at once')
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}

const threads = new WeakMap<Db, Db>()

/**
 * Lets statements that may take long run in a thread, with a connection of its own: it starts when it is first needed, and ends
 * after a while without.
 * @returns a function that ends it, once the file is no longer open there
 */
export function readLongInThread(db: Db, file: string, longestRead = longest): () => Promise<void> {
  const thread = new ReadThread(file, longestRead)
  threads.set(db, new Kysely<Schema>({ dialect: dialectOver(thread) }))
  return () => thread.close()
}

/**
 * Where to ask what may take long without keeping everybody waiting. A transaction and a snapshot see what nobody else does: they
 * ask themselves. Statements then fail with ReadTookTooLong past some seconds.
 */
export const forLongReads = (db: Db): Db => threads.get(db) ?? db
