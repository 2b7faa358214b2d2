import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { applyChanges, onDatabaseFile } from '../../server/backups/journal/apply.ts'
import { unpackEntry } from '../../server/backups/journal/entry.ts'
import { NewestPages } from '../../server/backups/journal/newest-pages.ts'
import { type Position, Recorder } from '../../server/backups/journal/recorder.ts'
import { Spool } from '../../server/backups/journal/spool.ts'
import { type Database, openDatabase } from '../../server/database/connection.ts'
import { allRows } from '../support/backups/bare-backups.ts'
import { begin, muchAtOnce, statements } from '../support/backups/random-statements.ts'
import { newFolder } from '../support/landline.ts'

const runs = import.meta.env.MODE === 'backups' ? 150 : 15

type Rows = ReturnType<typeof allRows>
/** `until`: the entry that reaches to the copy's own moment. */
interface Copy {
  readonly file: string
  readonly after: Position
  readonly until: Position
}

/** A database that people write to, its journal, and what it held at each entry. */
class Life {
  folder = newFolder()
  database!: Database
  recorder!: Recorder
  spool!: Spool
  reader: SQLite.Database | undefined
  generations = new Set<string>()
  readonly copies: Copy[] = []
  readonly known = new Map<string, Rows>()
  readonly spools: Spool[] = []

  get file(): string {
    return path.join(this.folder, 'landline.db')
  }

  async open(): Promise<void> {
    this.spool = new Spool(path.join(this.folder, '.journal'))
    this.recorder = new Recorder(this.file, this.spool, (cause) => {
      throw cause
    })
    await this.recorder.salvage()
    const first = new SQLite(this.file) // as migrations do: the last one to close takes the log away
    first.pragma('journal_mode = WAL')
    first.close()
    this.database = openDatabase(this.file)
    this.database.sqlite.pragma('cache_size = 20') // a transaction that is larger reaches the log before its end
    await this.recorder.follow(this.database, { wasChanged: false })
  }

  async close(): Promise<void> {
    this.reader?.close()
    this.reader = undefined
    await this.database.close()
  }

  /**
   * What `kill -9` leaves, in another folder: this process cannot be killed.
   * @param within a transaction that does these
   * @param lose what a power cut takes with it
   */
  async crash(within?: readonly string[], lose: (folder: string) => void = () => {}): Promise<void> {
    const after = newFolder()
    const leave = (): void => {
      for (const name of ['landline.db', 'landline.db-wal', '.journal']) {
        const from = path.join(this.folder, name)
        if (existsSync(from)) execFileSync('cp', ['-a', from, after]) // with its time to the nanosecond
      }
    }
    if (within) await this.write(within, { fails: true, meanwhile: leave })
    else leave()
    await this.close()
    lose(after)
    this.folder = after
    await this.open()
  }

  async note(): Promise<Position> {
    const position = (await this.recorder.position())!
    this.known.set(`${position.generation} ${position.sequence}`, allRows(this.file))
    this.generations.add(position.generation)
    return position
  }

  /** @param meanwhile happens before and after the copy's moment, with entries in between, as while a large one is made */
  async copy(meanwhile?: () => Promise<unknown>): Promise<void> {
    const after = await this.note()
    await meanwhile?.()
    if (meanwhile) await this.note()
    await meanwhile?.()
    const file = path.join(newFolder(), 'copy.db')
    const sqlite = new SQLite(this.file, { readonly: true })
    sqlite.exec('BEGIN; SELECT count(*) FROM notes')
    await meanwhile?.()
    await sqlite.backup(file)
    sqlite.close()
    this.copies.push({ file, after, until: await this.note() })
  }

  async write(statements: readonly string[], { fails = false, meanwhile = () => {} } = {}): Promise<void> {
    const work = this.database.inTransaction(async (trx) => {
      for (const statement of statements) await sql.raw(statement).execute(trx)
      meanwhile()
      if (fails) throw new Error('as wished')
    })
    await (fails ? expect(work).rejects.toThrow('as wished') : work)
  }

  restored({ file, after }: Copy, sequence: number): Promise<Restored> {
    return restore(file, this.spool, after, sequence)
  }

  /** The same, as a snapshot does it that looks at nothing but the newest content of each page; undefined where that is not known. */
  async folded({ file, after }: Copy, sequence: number): Promise<Buffer | undefined> {
    const size = pageSizeOf(file)
    const before = readFileSync(file)
    const newest = await NewestPages.of(this.spool.filesBetween(after, sequence)!, { size, count: before.length / size })
    const bytes = Buffer.alloc(newest.count * size)
    before.copy(bytes)
    const met = new Set<number>()
    for await (const pages of newest.pages()) {
      for (const { page, content } of pages) {
        expect(met.has(page), 'each page once').toBe(false)
        met.add(page)
        content.copy(bytes, (page - 1) * size)
      }
    }
    return newest.isWhole ? bytes : undefined
  }
}

interface Restored {
  readonly bytes: Buffer
  readonly rows: Rows
}

function pageSizeOf(file: string): number {
  const sqlite = new SQLite(file, { readonly: true })
  const size = sqlite.pragma('page_size', { simple: true }) as number
  sqlite.close()
  return size
}

async function restore(copy: string, spool: Spool, { generation, sequence: after }: Position, until: number): Promise<Restored> {
  const file = path.join(newFolder(), 'restored.db')
  cpSync(copy, file)
  await onDatabaseFile(file, async (handle) => {
    for (const name of spool.waiting) {
      if (name.generation !== generation || name.sequence <= after || name.sequence > until) continue
      await applyChanges(handle, await unpackEntry((await spool.read(name))!, name))
    }
  })
  const bytes = readFileSync(file)
  const sqlite = new SQLite(file, { readonly: true })
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  const [pages, size] = ['page_count', 'page_size'].map((pragma) => sqlite.pragma(pragma, { simple: true }) as number)
  expect(bytes.length).toBe(pages! * size!)
  sqlite.close()
  return { bytes, rows: allRows(file) }
}

async function bornLife(vacuums = false): Promise<Life> {
  const life = new Life()
  const file = new SQLite(life.file)
  if (vacuums) file.pragma('auto_vacuum = INCREMENTAL')
  file.pragma('journal_mode = WAL')
  file.exec(begin)
  file.close()
  await life.open()
  return life
}

const step = fc.oneof(
  { weight: 10, arbitrary: statements.map((all) => (life: Life) => life.write(all)) },
  { weight: 2, arbitrary: statements.map((all) => (life: Life) => life.write(all, { fails: true })) },
  {
    weight: 2,
    arbitrary: statements.map(
      (all) => async (life: Life) =>
        void (await Promise.all([life.write(all), life.write(all, { fails: true }), life.write(all)])),
    ),
  },
  { weight: 3, arbitrary: statements.map((all) => (life: Life) => life.write([muchAtOnce, ...all], { fails: true })) },
  { weight: 6, arbitrary: fc.constant(async (life: Life) => void (await life.note())) },
  { weight: 4, arbitrary: fc.constant((life: Life) => life.recorder.checkpoint(true)) },
  {
    weight: 6,
    arbitrary: statements.map(
      (all) => async (life: Life) =>
        void (await Promise.all([
          life.recorder.checkpoint(false),
          ...all.map((one) => setImmediate().then(() => life.write([one]))),
        ])),
    ),
  },
  { weight: 2, arbitrary: fc.constant((life: Life) => life.copy()) },
  { weight: 2, arbitrary: statements.map((all) => (life: Life) => life.copy(() => life.write(all))) },
  {
    weight: 1,
    arbitrary: fc.constant((life: Life) => life.database.betweenCommits(async () => void life.database.sqlite.exec('VACUUM'))),
  },
  { weight: 2, arbitrary: fc.constant((life: Life) => life.crash()) },
  { weight: 2, arbitrary: statements.map((all) => (life: Life) => life.crash([muchAtOnce, ...all])) },
  {
    weight: 1,
    arbitrary: fc.constant(async (life: Life) => {
      await life.close()
      await life.open()
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constant(async (life: Life) => {
      if (life.reader) life.reader.close()
      life.reader = life.reader ? undefined : new SQLite(life.file, { readonly: true })
      life.reader?.exec('BEGIN; SELECT count(*) FROM notes')
    }),
  },
)

test('whatever is written, whenever the power goes: a copy and the journal give what was there at each entry', {
  timeout: runs * 10_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.boolean(), async (steps, vacuums) => {
      const life = await bornLife(vacuums)
      try {
        await life.copy()
        for (const one of steps) await one(life)
        await life.copy()
        await life.note()
        expect(life.generations.size, 'no gap').toBe(1)
        for (const copy of life.copies) {
          for (const [at, rows] of life.known) {
            const sequence = Number(at.split(' ')[1])
            if (sequence < copy.until.sequence) continue
            const restored = await life.restored(copy, sequence)
            expect(restored.rows).toEqual(rows)
            const folded = await life.folded(copy, sequence)
            if (folded) expect(folded.equals(restored.bytes), 'folded, it is the same').toBe(true)
          }
        }
      } finally {
        await life.close()
      }
    }),
    { numRuns: runs },
  )
})

const insert = "INSERT INTO notes (text) VALUES ('soup')"

test('what was moved into the database behind the journal’s back is a gap, and never bridged', async () => {
  const life = await bornLife()
  onTestFinished(() => life.close())
  await life.write([insert])
  const before = await life.note()
  for (let i = 0; i < 2; i++) {
    await life.write([insert])
    life.database.sqlite.pragma('wal_checkpoint(PASSIVE)')
  }
  await life.write([insert])
  expect((await life.note()).generation).not.toBe(before.generation)
})

test('a database that changed while Landline was away is a gap; one that did not is none', async () => {
  const life = await bornLife()
  onTestFinished(() => life.close())
  await life.write([insert])
  const { generation } = await life.note()
  await life.close()
  await life.open()
  expect((await life.note()).generation).toBe(generation)
  await life.close()
  const stranger = new SQLite(life.file)
  stranger.exec(insert)
  stranger.close()
  await life.open()
  expect((await life.note()).generation).not.toBe(generation)
})

test('who still writes while the database is closed is refused or written down', async () => {
  const life = await bornLife()
  onTestFinished(() => life.close())
  await life.copy()
  for (let round = 0; round < 10; round++) {
    const { database } = life
    const late = Array.from({ length: 40 }, (_, i) =>
      setTimeout(i / 8).then(() => database.inTransaction((trx) => sql.raw(insert).execute(trx))),
    )
    await Promise.allSettled([life.close(), ...late])
    await life.open()
    const { sequence } = await life.note()
    expect((await life.restored(life.copies[0]!, sequence)).rows).toEqual(allRows(life.file))
  }
  expect(life.generations.size).toBe(1)
})

test('a log that lost its end with the power is a gap', async () => {
  const life = await bornLife()
  onTestFinished(() => life.close())
  await life.write([insert])
  const early = statSync(`${life.file}-wal`).size
  await life.write([insert])
  const { generation } = await life.note()
  await life.crash(undefined, (folder) => truncateSync(path.join(folder, 'landline.db-wal'), early))
  expect((await life.note()).generation).not.toBe(generation)
})

test('where the power went after a mark had reached the disk, and before its entry had, that entry is made again', async () => {
  const life = await bornLife()
  onTestFinished(() => life.close())
  await life.copy()
  await life.write([insert])
  await life.note()
  await life.write([insert])
  const { generation, sequence } = await life.note()
  await life.crash(undefined, (folder) => {
    const entries = path.join(folder, '.journal', generation)
    rmSync(path.join(entries, readdirSync(entries).toSorted().at(-1)!))
  })
  expect(await life.note()).toEqual({ generation, sequence })
  expect((await life.restored(life.copies[0]!, sequence)).rows).toEqual(allRows(life.file))
})

test('a clock that was put back by hours is a gap, so that no entry tells of a time to come; one by seconds is none', async () => {
  const life = await bornLife()
  onTestFinished(() => life.close())
  onTestFinished(() => void vi.useRealTimers())
  const putBack = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - milliseconds })
  await life.write([insert])
  const { generation } = await life.note()
  putBack(5000)
  await life.write([insert])
  expect((await life.note()).generation).toBe(generation)
  putBack(3_600_000)
  await life.write([insert])
  const later = await life.note()
  expect(later.generation).not.toBe(generation)
  await life.write([insert])
  expect((await life.note()).generation).toBe(later.generation)
  expect(life.spool.waiting.at(-1)!.time.getTime()).toBeLessThanOrEqual(Date.now() + 1)
})

test('more than an entry may hold is a gap, which a snapshot closes', async () => {
  const life = await bornLife()
  onTestFinished(() => life.close())
  const { generation } = await life.note()
  await life.write(['INSERT INTO notes (text) SELECT zeroblob(1000000) FROM t, t AS more LIMIT 70'])
  const { generation: next, sequence } = (await life.recorder.position())!
  expect([next === generation, sequence]).toEqual([false, 0])
})
