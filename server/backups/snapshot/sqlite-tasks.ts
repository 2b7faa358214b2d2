import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { countActivePeople } from '../../accounts/roster.ts'
import { openReader } from '../../database/open-reader.ts'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import { lastMessageTime } from '../../messages/last-message.ts'
import { findRealm } from '../../realm/find.ts'
import { copyDatabase } from './copy-database.ts'
import { fixMoment } from './fix-moment.ts'
import type { DatabaseFacts } from './manifest.ts'

/** What the thread does, each with one argument that can be sent to it. */
export const tasks = {
  copy: ({ file, to }: { readonly file: string; readonly to: string }) => copyDatabase(file, to),
  count: ({ file, turn }: { readonly file: string; readonly turn: MessagePort }) => countAtMoment(file, turn),
  inspect: ({ file, deeply }: { readonly file: string; readonly deeply: boolean }) => inspectDatabase(file, deeply),
}

export interface Inspection {
  readonly facts: DatabaseFacts
  /** What is wrong with it, in SQLite's words; empty where nothing is, or where nobody looked. */
  readonly flaws: readonly string[]
}

/** Says what is in a database file. @param deeply reads every page and every reference */
async function inspectDatabase(file: string, deeply: boolean): Promise<Inspection> {
  const sqlite = new SQLite(file, { readonly: true, fileMustExist: true })
  try {
    const flaws = deeply ? flawsIn(sqlite) : []
    if (flaws.length > 0) return { facts: nothingKnown, flaws }
    return { facts: await factsOf(sqlite), flaws: [] }
  } catch (error) {
    if (error instanceof SQLite.SqliteError) return { facts: nothingKnown, flaws: [error.message] }
    throw error
  } finally {
    sqlite.close()
  }
}

async function factsOf(sqlite: SQLite.Database): Promise<DatabaseFacts> {
  const db = new Kysely<Schema>({ dialect: statementDialect(sqlite) })
  const rows = rowsOf(sqlite)
  const isEmpty = Object.keys(rows).length === 0
  return {
    schemaVersion: sqlite.pragma('user_version', { simple: true }) as number,
    organization: isEmpty ? null : ((await findRealm(db))?.name ?? null),
    people: isEmpty ? 0 : await countActivePeople(db),
    messages: rows.messages ?? 0,
    lastMessageAt: isEmpty ? null : ((await lastMessageTime(db)) ?? null),
    rows,
  }
}

/**
 * Says what is in a database that is in use, at the moment that `turn` gives: it hears when we are ready, says when, and hears
 * once it may be over.
 */
async function countAtMoment(file: string, turn: MessagePort): Promise<DatabaseFacts> {
  const sqlite = openReader(file)
  try {
    sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() // the schema is read before anybody waits
    const now = once(turn, 'message')
    turn.postMessage('ready')
    await now
    fixMoment(sqlite)
    turn.postMessage('fixed')
    return await factsOf(sqlite)
  } finally {
    sqlite.close()
    turn.close()
  }
}

const nothingKnown: DatabaseFacts = {
  schemaVersion: 0,
  organization: null,
  people: 0,
  messages: 0,
  lastMessageAt: null,
  rows: {},
}

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
