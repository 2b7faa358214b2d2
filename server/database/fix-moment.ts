import type SQLite from 'better-sqlite3'

/** Until the connection is closed, it sees what is committed now. */
export function fixMoment(sqlite: SQLite.Database): void {
  sqlite.exec('BEGIN')
  sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() // BEGIN alone fixes nothing
}
