import type SQLite from 'better-sqlite3'
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { StatementCache } from './statement-cache.ts'

/** Transactions are `CommitGroup`'s, so that several can share one commit; Kysely must not begin its own. */
const notHere = async (): Promise<never> => {
  throw new Error('Begin a transaction with Database.inTransaction')
}

class OneConnection implements Driver {
  readonly #connection: DatabaseConnection

  constructor(connection: DatabaseConnection) {
    this.#connection = connection
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

/** Kysely over one connection that someone else opens, locks and closes. */
export const dialectOver = (connection: DatabaseConnection): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new OneConnection(connection),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SteadyPlans(),
})

export const statementDialect = (sqlite: SQLite.Database): Dialect => dialectOver(new StatementCache(sqlite))
