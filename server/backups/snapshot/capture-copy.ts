import { stat } from 'node:fs/promises'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Db } from '../../database/connection.ts'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import type { Position } from '../journal/recorder.ts'
import type { Captured, Capturing } from './capture.ts'
import type { Joint } from './manifest.ts'
import { packDatabase } from './pack-database.ts'
import { copyInThread } from './sqlite-thread.ts'

/** Copies the whole database, and stores what of it is new. */
export async function captureByCopy({
  file,
  recorder,
  writing,
  there,
  notes,
  folder,
  store,
  tell,
}: Capturing): Promise<Captured> {
  const copy = path.join(folder, 'landline.db')
  const before = await recorder?.position()
  const { facts, flaws } = await copyInThread(file, copy, writing.signal)
  const journal = jointBetween(before, await recorder?.position())
  if (flaws.length > 0) throw new Error(`The database cannot be read: ${flaws.join('; ')}`)
  const uploads = await withDatabase(copy, store)
  const { size } = await stat(copy)
  const database = await packDatabase(writing, { copy, before: there.pages, notes }, (bytes) => tell(bytes, size))
  return { facts, database, uploads, ...(journal && { journal }) }
}

/** The copy's moment lies somewhere between the two. */
function jointBetween(before: Position | undefined, after: Position | undefined): Joint | undefined {
  if (!before || before.generation !== after?.generation) return undefined
  const { generation, sequence } = before
  return { generation, after: sequence, until: after.sequence, settledAt: new Date().toISOString() }
}

async function withDatabase<T>(file: string, work: (db: Db) => Promise<T>): Promise<T> {
  const sqlite = new SQLite(file, { readonly: true })
  try {
    return await work(new Kysely<Schema>({ dialect: statementDialect(sqlite) }))
  } finally {
    sqlite.close()
  }
}
