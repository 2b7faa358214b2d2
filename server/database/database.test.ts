import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { type Database, openDatabase, type Trx } from './connection.ts'
import { migrate } from './migrate.ts'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'landline-database-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function newDatabase(committed?: (trx: Trx) => void): Database {
  const folder = newFolder()
  const file = join(folder, 'landline.db')
  migrate(file, join(folder, 'backups'))
  const database = openDatabase(file, committed)
  onTestFinished(() => database.close())
  return database
}

const addClient = (trx: Trx, name: string) => trx.insertInto('clients').values({ name }).execute()
const clientNames = async ({ read }: Database): Promise<string[]> =>
  (await read.selectFrom('clients').select('name').orderBy('id').execute()).map(({ name }) => name)

test('an acknowledged write is flushed to the disk', () => {
  const { sqlite } = newDatabase()
  expect(sqlite.pragma('synchronous', { simple: true })).toBe(2) // FULL
  expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal')
})

test('writes that arrive together share one commit, and each keeps its own answer', async () => {
  const database = newDatabase()
  const commits: number[] = []
  let now = 0
  database.sqlite.function('commitNumber', () => now)
  const writes = Array.from({ length: 50 }, (_, i) =>
    database.inTransaction(async (trx) => {
      await addClient(trx, `client ${i}`)
      commits.push(database.sqlite.prepare('SELECT commitNumber() AS n').pluck().get() as number)
      return i
    }),
  )
  void writes[0]!.then(() => now++)
  expect(await Promise.all(writes)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  expect(new Set(commits)).toEqual(new Set([0])) // all had run before the first was acknowledged
})

test('one write that fails takes nobody else’s with it, and tells nothing', async () => {
  const told: Trx[] = []
  const database = newDatabase((trx) => told.push(trx))
  const results = await Promise.allSettled([
    database.inTransaction((trx) => addClient(trx, 'first')),
    database.inTransaction(async (trx) => {
      await addClient(trx, 'second')
      throw new Error('no')
    }),
    database.inTransaction((trx) => addClient(trx, 'third')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await clientNames(database)).toEqual(['first', 'third'])
  expect(told).toHaveLength(2)
})

test('a full disk refuses everybody in the commit, and the next ones are well again', async () => {
  const database = newDatabase()
  const pages = database.sqlite.pragma('page_count', { simple: true }) as number
  database.sqlite.pragma(`max_page_count = ${pages + 2}`)
  const big = 'x'.repeat(100_000)
  const results = await Promise.allSettled([
    database.inTransaction((trx) => addClient(trx, 'small')),
    database.inTransaction((trx) => addClient(trx, big)),
  ])
  expect(results[1]).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_FULL' } })
  database.sqlite.pragma('max_page_count = 1000000')
  await database.inTransaction((trx) => addClient(trx, 'later'))
  const acknowledged = results[0].status === 'fulfilled' ? ['small', 'later'] : ['later']
  expect(await clientNames(database)).toEqual(acknowledged)
})

test('readers see what is committed, and never what is under way', async () => {
  const database = newDatabase()
  await database.inTransaction(async (trx) => {
    await addClient(trx, 'under way')
    expect(await clientNames(database)).toEqual([])
  })
  expect(await clientNames(database)).toEqual(['under way'])
})

test('readers cannot write, not even in plain SQL', async () => {
  const { read } = newDatabase()
  await expect(sql`INSERT INTO clients (name) VALUES ('sneaky')`.execute(read)).rejects.toThrow(/readonly/)
})

test('a snapshot stays in its moment while others write', async () => {
  const database = newDatabase()
  const counts = await database.snapshot(async (db) => {
    const before = await db.selectFrom('clients').selectAll().execute()
    await database.inTransaction((trx) => addClient(trx, 'meanwhile'))
    return [before.length, (await db.selectFrom('clients').selectAll().execute()).length]
  })
  expect(counts).toEqual([0, 0])
  expect(await clientNames(database)).toEqual(['meanwhile'])
})

test('a database from a newer Landline is refused by name, and left alone', () => {
  const folder = newFolder()
  const file = join(folder, 'landline.db')
  migrate(file, join(folder, 'backups'))
  const sqlite = new SQLite(file)
  sqlite.pragma('user_version = 999')
  sqlite.close()
  expect(() => migrate(file, join(folder, 'backups'))).toThrow(/newer Landline: its database is version 999/)
})

test('a database that is not Landline’s is refused', () => {
  const file = join(newFolder(), 'landline.db')
  const sqlite = new SQLite(file)
  sqlite.exec('CREATE TABLE somebodyElses (x)')
  sqlite.close()
  expect(() => migrate(file, '/nowhere')).toThrow(/was not made by Landline/)
})

test('a database of an older version is saved before it is changed', () => {
  const folder = newFolder()
  const file = join(folder, 'landline.db')
  const steps = [['CREATE TABLE old (x)'], ['CREATE TABLE young (x)']]
  migrate(file, join(folder, 'backups'), steps.slice(0, 1))
  expect(existsSync(join(folder, 'backups'))).toBe(false) // there was nothing to save yet
  migrate(file, join(folder, 'backups'), steps)
  const saved = new SQLite(join(folder, 'backups', 'before-version-2-from-1.db'), { readonly: true })
  expect(saved.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['old'])
  saved.close()
})

test('a step that fails leaves the database as it was', () => {
  const folder = newFolder()
  const file = join(folder, 'landline.db')
  migrate(file, folder, [['CREATE TABLE old (x)']])
  expect(() => migrate(file, folder, [['CREATE TABLE old (x)'], ['CREATE TABLE young (x)', 'nonsense']])).toThrow()
  const sqlite = new SQLite(file)
  expect(sqlite.pragma('user_version', { simple: true })).toBe(1)
  expect(sqlite.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['old'])
  sqlite.close()
})
