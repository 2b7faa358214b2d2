import type SQLite from 'better-sqlite3'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { LRUCache } from 'lru-cache'

/** Enough for every query of ours in every list length that occurs often; the rest is prepared anew. */
const statementsKept = 500

/** SQLite has no lists: see `idList`. */
const asBound = (parameter: unknown): unknown => (Array.isArray(parameter) ? JSON.stringify(parameter) : parameter)

/** A statement as Kysely built it. */
export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>

/** One open SQLite file whose statements stay prepared: preparing costs ten times what a small query does. */
export class StatementCache implements DatabaseConnection {
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

  async executeQuery<R>({ sql, parameters }: Statement): Promise<QueryResult<R>> {
    const statement = this.#prepare(sql)
    const values = parameters.map(asBound)
    if (statement.reader) return { rows: statement.all(values) as R[] }
    const { changes, lastInsertRowid } = statement.run(values)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  async *streamQuery<R>({ sql, parameters }: Statement): AsyncIterableIterator<QueryResult<R>> {
    // A statement of its own: a cached one could be asked again before this walk ends.
    for (const row of this.#sqlite.prepare(sql).iterate(parameters.map(asBound))) yield { rows: [row as R] }
  }
}
