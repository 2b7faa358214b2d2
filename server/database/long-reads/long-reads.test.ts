import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { type Database, type Db, openDatabase } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { forLongReads, ReadTookTooLong, readLongInThread } from './long-reads.ts'

function newDatabase(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'landline-long-reads-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  migrate(join(folder, 'landline.db'), folder)
  const database = openDatabase(join(folder, 'landline.db'))
  onTestFinished(() => database.close())
  return database
}

async function countTo(db: Db, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${most})
    SELECT count(*) AS count FROM counted`.execute(db as never)
  return rows[0]!.count
}

const namesOf = async (db: Db) => (await db.selectFrom('clients').select('name').execute()).map(({ name }) => name)

test('writes and short reads pass a long read, which then sees what was written before it began', async () => {
  const { read, inTransaction } = newDatabase()
  const write = (name: string) => inTransaction((trx) => trx.insertInto('clients').values({ name }).execute())
  await write('website')
  const order: string[] = []

  const long = countTo(forLongReads(read), 3_000_000).then((count) => order.push(`counted to ${count}`))
  await write('ZulipMobile')
  order.push(...(await namesOf(read)))
  await long

  expect(order).toEqual(['website', 'ZulipMobile', 'counted to 3000000'])
  expect(await namesOf(forLongReads(read))).toEqual(['website', 'ZulipMobile'])
})

test('whoever asks too much is told so, and those who come after are answered', async () => {
  const { read, file } = newDatabase()
  onTestFinished(readLongInThread(read, file, 400))

  await expect(countTo(forLongReads(read), 1e15)).rejects.toThrow(ReadTookTooLong)

  await expect.poll(() => countTo(forLongReads(read), 3).catch(() => 'too late on this machine')).toBe(3)
})
