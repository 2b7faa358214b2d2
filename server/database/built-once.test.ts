import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtOnce } from './built-once.ts'
import { openDatabase } from './connection.ts'
import { idList } from './dialects/id-list.ts'
import { migrate } from './migrate.ts'

test('a query that is built once answers each asker with their own values', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'landline-built-once-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  migrate(join(folder, 'landline.db'), folder)
  const database = openDatabase(join(folder, 'landline.db'))
  onTestFinished(() => database.close())
  const names = ['website', 'ZulipMobile', 'ZulipTerminal']
  await database.inTransaction((trx) =>
    trx
      .insertInto('clients')
      .values(names.map((name) => ({ name })))
      .execute(),
  )

  let builds = 0
  const namesOf = builtOnce((db, ids: readonly number[], limit: number, except: string) => {
    builds++
    return db.selectFrom('clients').select('name').where('name', '<>', except).where('id', 'in', idList(ids)).limit(limit)
  })

  expect(await namesOf(database.read, [1, 2, 3], 9, 'website')).toEqual([{ name: 'ZulipMobile' }, { name: 'ZulipTerminal' }])
  expect(await namesOf(database.read, [1, 2, 3], 1, 'ZulipMobile')).toEqual([{ name: 'website' }])
  expect(await namesOf(database.read, [], 9, '')).toEqual([])
  expect(builds).toBe(1)
})
