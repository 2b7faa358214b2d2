import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import SQLite from 'better-sqlite3'
import { fixMoment } from '../../database/fix-moment.ts'
import { openReader } from '../../database/open-reader.ts'
import { copyDatabase } from './copy-database.ts'
import type { DatabaseFacts } from './manifest.ts'

/* Nothing but SQLite itself: what else is known of a database is read elsewhere, for loading Kysely would double the time to begin. */

/** What the thread does, each with one argument that can be sent to it. */
export const tasks = {
  copy: ({ file, to }: { readonly file: string; readonly to: string }) => copyDatabase(file, to),
  checkpoint: async ({ file }: { readonly file: string }) => checkpoint(file),
  count: ({ file, turn }: { readonly file: string; readonly turn: MessagePort }) => countAtMoment(file, turn),
  check: async ({ file, deeply }: { readonly file: string; readonly deeply: boolean }) => checkDatabase(file, deeply),
}

export type Counted = Pick<DatabaseFacts, 'schemaVersion' | 'rows'>

export interface Checked extends Counted {
  /** What is wrong with it, in SQLite's words; empty where nothing is, or where nobody looked. */
  readonly flaws: readonly string[]
}

const nothing: Counted = { schemaVersion: 0, rows: {} }

function checkpoint(file: string): void {
  const sqlite = new SQLite(file, { fileMustExist: true })
  try {
    sqlite.pragma('wal_checkpoint(PASSIVE)')
  } finally {
    sqlite.close()
  }
}

/** Counts what is in a database file. @param deeply reads every page and every reference */
function checkDatabase(file: string, deeply: boolean): Checked {
  const sqlite = new SQLite(file, { readonly: true, fileMustExist: true })
  try {
    const flaws = deeply ? flawsIn(sqlite) : []
    return flaws.length > 0 ? { ...nothing, flaws } : { ...countedIn(sqlite), flaws }
  } catch (error) {
    if (error instanceof SQLite.SqliteError) return { ...nothing, flaws: [error.message] }
    throw error
  } finally {
    sqlite.close()
  }
}

/**
 * Counts what is in a database that is in use, at the moment that `turn` gives: it hears when we are ready, says when, and hears
 * once it may be over.
 */
async function countAtMoment(file: string, turn: MessagePort): Promise<Counted> {
  const sqlite = openReader(file)
  try {
    sqlite.pragma('mmap_size = 2147418112') // SQLite's most: every table is walked through, which takes twice as long without
    sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() // the schema is read before anybody waits
    const now = once(turn, 'message')
    turn.postMessage('ready')
    await now
    fixMoment(sqlite)
    turn.postMessage('fixed')
    return countedIn(sqlite)
  } finally {
    setImmediate(() => sqlite.close()) // to give back what was mapped takes half as long as counting, and nobody has to wait for it
    turn.close()
  }
}

const countedIn = (sqlite: SQLite.Database): Counted => ({
  schemaVersion: sqlite.pragma('user_version', { simple: true }) as number,
  rows: rowsOf(sqlite),
})

function flawsIn(sqlite: SQLite.Database): string[] {
  const found = (sqlite.pragma('integrity_check(20)') as { integrity_check: string }[]).map((row) => row.integrity_check)
  if (found.join() !== 'ok') return found
  const orphans = sqlite.pragma('foreign_key_check') as { table: string; parent: string }[]
  return orphans.slice(0, 20).map(({ table, parent }) => `a row of ${table} refers to nothing in ${parent}`)
}

/** Virtual tables keep their rows in ordinary ones, which are counted. */
function rowsOf(sqlite: SQLite.Database): Record<string, number> {
  const tables = sqlite
    .prepare<[], { name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`,
    )
    .all()
  const count = (table: string): number =>
    sqlite.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM "${table.replaceAll('"', '""')}"`).get()!.rows
  return Object.fromEntries(tables.map(({ name }) => [name, count(name)]))
}
