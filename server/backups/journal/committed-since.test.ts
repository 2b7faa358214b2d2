import path from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { committedSince } from './committed-since.ts'

/** A database, and how often somebody wrote a note to it. */
function notebook() {
  const file = path.join(newFolder(), 'notes.db')
  const sqlite = new SQLite(file)
  onTestFinished(() => void sqlite.close())
  sqlite.pragma('journal_mode = WAL')
  sqlite.exec('CREATE TABLE notes (text TEXT)')
  let count = 0
  const write = (text: string): void => {
    sqlite.prepare('INSERT INTO notes VALUES (?)').run(text)
    count++
  }
  return { log: `${file}-wal`, write, count: () => count }
}

const beginning = { mark: null, mayBeginAnew: false }
const mentions = (committed: Awaited<ReturnType<typeof committedSince>>, text: string): boolean =>
  typeof committed === 'object' && [...committed.pages.values()].some((page) => page.includes(text))

test('where nobody writes meanwhile, nobody waits', async () => {
  const { log, write, count } = notebook()
  write('before')
  const before = Date.now()
  const committed = await committedSince(log, beginning, { count, hold: () => expect.unreachable('they were held up') })
  expect(mentions(committed, 'before')).toBe(true)
  expect(committed).toHaveProperty(
    'time',
    expect.toSatisfy((time: number) => time >= before && time <= Date.now()),
  )
})

test('what is written while most of it is read belongs to it, and they wait until all of it is read', async () => {
  const { log, write, count } = notebook()
  write('before')
  let heldAt: number | undefined
  const hold = async <T>(work: () => Promise<T>): Promise<T> => {
    write('the last one before they wait')
    heldAt = Date.now()
    return await work()
  }
  const reading = committedSince(log, beginning, { count, hold })
  write('meanwhile')
  const committed = await reading
  for (const text of ['before', 'meanwhile', 'the last one before they wait']) expect(mentions(committed, text), text).toBe(true)
  expect(committed).toHaveProperty(
    'time',
    expect.toSatisfy((time: number) => time >= heldAt!),
  )
})
