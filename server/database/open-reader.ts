import SQLite from 'better-sqlite3'

/** A connection that sees committed state only and never waits for a writer. */
export function openReader(file: string): SQLite.Database {
  const sqlite = new SQLite(file, { readonly: true })
  sqlite.pragma('busy_timeout = 5000')
  sqlite.pragma('cache_size = -16000')
  sqlite.pragma('mmap_size = 268435456')
  sqlite.pragma('temp_store = MEMORY')
  return sqlite
}
