import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { countActivePeople } from '../../accounts/roster.ts'
import type { Db } from '../../database/connection.ts'
import { openReader } from '../../database/open-reader.ts'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import { lastMessageTime } from '../../messages/last-message.ts'
import { findRealm } from '../../realm/find.ts'
import type { DatabaseFacts } from './manifest.ts'
import type { Counted } from './sqlite-tasks.ts'
import { checkInThread } from './sqlite-thread.ts'

export interface Inspection {
  readonly facts: DatabaseFacts
  /** What is wrong with it, in SQLite's words; empty where nothing is, or where nobody looked. */
  readonly flaws: readonly string[]
}

/** Says what is in a database file. In another thread, but for what is found at once. @param deeply reads every page and every reference */
export async function inspectDatabase(file: string, deeply: boolean, signal?: AbortSignal): Promise<Inspection> {
  const { flaws, ...counted } = await checkInThread(file, deeply, signal)
  if (flaws.length > 0) return { facts: nothingBut(counted), flaws }
  const sqlite = openReader(file)
  try {
    return { facts: await readFacts(new Kysely<Schema>({ dialect: statementDialect(sqlite) }), counted), flaws }
  } catch (error) {
    if (error instanceof SQLite.SqliteError) return { facts: nothingBut(counted), flaws: [error.message] }
    throw error
  } finally {
    sqlite.close()
  }
}

/** What else is to be known of a database whose rows were counted. */
export async function readFacts(db: Db, counted: Counted): Promise<DatabaseFacts> {
  const isEmpty = Object.keys(counted.rows).length === 0
  if (isEmpty) return nothingBut(counted)
  return {
    ...counted,
    organization: (await findRealm(db))?.name ?? null,
    people: await countActivePeople(db),
    messages: counted.rows.messages ?? 0,
    lastMessageAt: (await lastMessageTime(db)) ?? null,
  }
}

const nothingBut = (counted: Counted): DatabaseFacts => ({
  ...counted,
  organization: null,
  people: 0,
  messages: 0,
  lastMessageAt: null,
})
