import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { CommitGroup } from './commit-group.ts'
import { readLongInThread } from './long-reads/long-reads.ts'
import { openReader } from './open-reader.ts'
import type { Schema } from './schema/index.ts'
import { statementDialect } from './statement-dialect.ts'

/** What readers get: queries only. */
export type Db = Pick<
  Kysely<Schema>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'case' | 'dynamic' | 'getExecutor'
>

declare const inTransaction: unique symbol

/** What writers get: a database that is in a transaction. Await nothing else while you hold it: everyone waits for you. */
export type Trx = Omit<Kysely<Schema>, 'transaction' | 'destroy' | 'connection' | 'startTransaction'> & {
  readonly [inTransaction]: true
}

export interface Database {
  /** Committed state only, through a read-only connection that never waits for a writer. */
  readonly read: Db
  /** Runs `work` in a write transaction and resolves once it is on disk. Never call it from inside another. */
  inTransaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  /**
   * Reads one moment of the database, however many queries that takes. `work` begins in the same turn of the event loop in
   * which the moment is fixed: whatever it does before its first `await` happens between the same two commits.
   */
  snapshot<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Runs `work` between two commits, while no transaction is open. Writers wait for it. */
  betweenCommits<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work` after every commit. It must be quick: writers wait for it. */
  afterCommit(work: () => void): void
  /** `work` runs once nothing will be committed any more; what it returns runs after the file was closed. */
  beforeClose(work: () => Promise<() => void>): void
  /** The writer's own connection, for backup, checkpoint and integrity checks. */
  readonly sqlite: SQLite.Database
  readonly file: string
  /** Lets what is under way finish, then closes the file. */
  close(): Promise<void>
}

function openWriter(file: string): SQLite.Database {
  const sqlite = new SQLite(file)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL') // an acknowledged write is durable
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('busy_timeout = 5000')
  sqlite.pragma('cache_size = -32000')
  sqlite.pragma('temp_store = MEMORY')
  return sqlite
}

/** Snapshots take turns on a connection of their own, so that nobody else's reads are held in the past. */
class Snapshots {
  readonly #sqlite: SQLite.Database
  readonly #db: Db
  readonly #anyRead: SQLite.Statement
  #last: Promise<unknown> = Promise.resolve()

  constructor(file: string) {
    this.#sqlite = openReader(file)
    this.#db = new Kysely<Schema>({ dialect: statementDialect(this.#sqlite) })
    this.#anyRead = this.#sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1')
  }

  take<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#run(work))
    this.#last = turn.catch(() => {})
    return turn
  }

  async #run<T>(work: (db: Db) => Promise<T>): Promise<T> {
    this.#sqlite.exec('BEGIN')
    try {
      this.#anyRead.get() // BEGIN alone fixes nothing; the first read does
      return await work(this.#db)
    } finally {
      this.#sqlite.exec('COMMIT')
    }
  }

  async close(): Promise<void> {
    await this.#last
    this.#sqlite.close()
  }
}

/**
 * Opens a database file whose schema is already up to date (see `migrate`).
 * @param committed hears of each transaction right after its commit, in commit order
 */
export function openDatabase(file: string, committed: (trx: Trx) => void = () => {}): Database {
  const sqlite = openWriter(file)
  const reader = openReader(file)
  const snapshots = new Snapshots(file)
  const writer = new Kysely<Schema>({ dialect: statementDialect(sqlite) })
  // Each transaction needs an identity of its own, for its outbox; without plugins this is only a new wrapper.
  const group = new CommitGroup(sqlite, () => writer.withoutPlugins() as unknown as Trx, committed)
  let lastWork: () => Promise<() => void> = async () => () => {}
  const read = new Kysely<Schema>({ dialect: statementDialect(reader) })
  const endThread = readLongInThread(read, file)
  return {
    read,
    inTransaction: (work) => group.run(work),
    snapshot: (work) => snapshots.take(work),
    betweenCommits: (work) => group.alone(work),
    afterCommit: (work) => group.afterCommit(work),
    beforeClose(work) {
      lastWork = work
    },
    sqlite,
    file,
    async close() {
      await group.idle()
      await snapshots.close()
      await endThread()
      reader.close()
      const closed = await lastWork()
      sqlite.close()
      closed()
    },
  }
}
