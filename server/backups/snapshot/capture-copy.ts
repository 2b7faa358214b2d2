import { stat } from 'node:fs/promises'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Db } from '../../database/connection.ts'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import type { Position } from '../journal/recorder.ts'
import type { Captured, Capturing } from './capture.ts'
import { entriesSince } from './entries-since.ts'
import { inspectDatabase } from './facts.ts'
import type { Joint } from './manifest.ts'
import { packDatabase, preparePacking } from './pack-database.ts'
import { runWithChunks } from './pack-thread.ts'
import { draftOf } from './page-notes.ts'
import { copyInThread } from './sqlite-thread.ts'

/** Copies the whole database, and stores what of it is new. */
export async function captureByCopy(capturing: Capturing): Promise<Captured> {
  const { file, recorder, writing, there, notes, folder, store, tell } = capturing
  const copy = path.join(folder, 'landline.db')
  const before = await recorder?.position()
  await preparePacking(file)
  await copyInThread(file, copy, writing.signal)
  const after = await recorder?.position()
  const uploads = await withDatabase(copy, store)
  const { size } = await stat(copy)
  const works = [
    inspectDatabase(copy, false, writing.signal),
    packDatabase(writing, { copy, before: there.pages, notes, present: [...there.present] }, (bytes) => tell(bytes, size)),
  ] as const
  await Promise.allSettled(works) // nobody looks at the copy any more when it is removed
  const [{ facts, flaws }, database] = await Promise.all(works)
  if (flaws.length > 0) throw new Error(`The database cannot be read: ${flaws.join('; ')}`)
  const journal = (await isJournalRight(capturing, after)) ? jointBetween(before, after) : undefined
  return { facts, database, uploads, ...(journal && { journal }) }
}

/** Where the journal leads on from the newest snapshot, it has to say of each page that changed since then that it was written. */
async function isJournalRight({ recorder, there, notes, writing }: Capturing, reached: Position | undefined): Promise<boolean> {
  const { newest, pages: before } = there
  const entries = recorder && newest?.journal && entriesSince(recorder.spool, newest.journal, reached)
  if (!entries || !before) return true // there is nothing to compare
  const audit = { before, notes, draft: draftOf(notes), entries }
  const unexplained = await runWithChunks('audit', writing.chunks, audit, { signal: writing.signal })
  if (unexplained.length > 0)
    await recorder.doubt(new Error(`Nobody wrote down that these pages changed: ${unexplained.join(', ')}`))
  return unexplained.length === 0
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
