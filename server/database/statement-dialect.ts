import type SQLite from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { LRUCache } from 'lru-cache'

/** Enough for every query of ours in every list length that occurs often; the rest is prepared anew. */
const statementsKept = 500

/** SQLite has no lists: see `idList`. */
const asBound = (parameter: unknown): unknown => (Array.isArray(parameter) ? JSON.stringify(parameter) : parameter)

/** One open SQLite file whose statements stay prepared: preparing costs ten times what a small query does. */
class StatementCache implements DatabaseConnection {
  readonly #sqlite: SQLite.Database
  readonly #statements = new LRUCache<string, SQLite.Statement>({ max: statementsKept })

  constructor(sqlite: SQLite.Database) {
    this.#sqlite = sqlite
  }

  #prepare(text: string): SQLite.Statement {
    const known = this.#statements.get(text)
    if (known && !known.busy) return known
    const statement = this.#sqlite.prepare(text)
    this.#statements.set(text, statement)
    return statement
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(sql)
    const values = parameters.map(asBound)
    if (statement.reader) return { rows: statement.all(values) as R[] }
    const { changes, lastInsertRowid } = statement.run(values)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // A statement of its own: a cached one could be asked again before this walk ends.
    for (const row of this.#sqlite.prepare(sql).iterate(parameters.map(asBound))) yield { rows: [row as R] }
  }
}

/** Transactions are `CommitGroup`'s, so that several can share one commit; Kysely must not begin its own. */
const notHere = async (): Promise<never> => {
  throw new Error('Begin a transaction with Database.inTransaction')
}

class StatementDriver implements Driver {
  readonly #connection: StatementCache

  constructor(sqlite: SQLite.Database) {
    this.#connection = new StatementCache(sqlite)
  }

  init = async () => {}
  acquireConnection = async () => this.#connection
  releaseConnection = async () => {}
  beginTransaction = notHere
  commitTransaction = notHere
  rollbackTransaction = notHere
  destroy = async () => {}
}

/**
 * Writes a parameter as `+?`, the same value. Where that of a bare `?` might tip the plan, SQLite plans the statement anew each
 * time it runs; see docs/decisions/one-plan-a-statement.md.
 */
class SteadyPlans extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

/** Kysely over one better-sqlite3 connection that someone else opens, locks and closes. */
export function statementDialect(sqlite: SQLite.Database): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new StatementDriver(sqlite),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SteadyPlans(),
  }
}
