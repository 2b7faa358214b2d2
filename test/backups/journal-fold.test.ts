import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { packEntry, unpackEntry } from '../../server/backups/journal/entry.ts'
import { Recorder } from '../../server/backups/journal/recorder.ts'
import { Spool } from '../../server/backups/journal/spool.ts'
import { makeBackup } from '../../server/backups/make.ts'
import { Cipher } from '../../server/backups/repository/cipher.ts'
import { FolderStore } from '../../server/backups/repository/folder-store.ts'
import { Repository } from '../../server/backups/repository/repository.ts'
import { verifyRepository } from '../../server/backups/repository/verify.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import type { Source, Taken } from '../../server/backups/snapshot/take.ts'
import { allFiles, allRows, bareHeader, openBareBackups } from '../support/backups/bare-backups.ts'
import { FailingStore } from '../support/backups/failing-store.ts'
import { begin, muchAtOnce, statements } from '../support/backups/random-statements.ts'
import { newFolder } from '../support/landline.ts'
import { storeFile } from '../support/storage/bare-uploads.ts'

const runs = import.meta.env.MODE === 'backups' ? 100 : 3

const insert = "INSERT INTO notes (text) VALUES ('soup')"
const isFolded = ({ manifest }: Taken): boolean => manifest.copiedAt !== undefined

/** A database that people write to, with its journal; of each snapshot it is known what the database was at that very moment. */
async function openLife(cipher?: Cipher) {
  const bare = await openBareBackups(1)
  bare.cipher = cipher
  onTestFinished(() => bare.close())
  const spool = new Spool(path.join(bare.data, 'backups', '.journal'))
  const recorder = new Recorder(bare.database.file, spool)
  await recorder.follow(bare.database, { wasChanged: true })
  let rowsThen: ReturnType<typeof allRows> | undefined
  let inTurn = async (): Promise<void> => {}
  const watched: Source['recorder'] = {
    spool,
    position: () => recorder.position(),
    doubt: (cause) => recorder.doubt(cause),
    positionAt: (work) =>
      recorder.positionAt(async () => {
        await inTurn()
        await work()
        rowsThen = allRows(bare.database.file)
      }),
  }
  Object.assign(bare.source, { recorder: watched })
  const write = (all: readonly string[], { fails = false } = {}): Promise<void> => {
    const done = bare.database.inTransaction(async (trx) => {
      for (const one of all) await sql.raw(one).execute(trx)
      if (fails) throw new Error('as wished')
    })
    return fails ? expect(done).rejects.toThrow('as wished') : done
  }
  await write(begin.split(';'))
  const repository = () => new Repository(new FolderStore(bare.repositoryFolder), bareHeader, bare.cipher)
  const restored = async ({ name }: Taken) => {
    const to = path.join(newFolder(), 'restored')
    await restoreInto(repository(), name, to)
    const [rows, files] = [allRows(path.join(to, 'landline.db')), allFiles(path.join(to, 'uploads'))]
    rmSync(to, { recursive: true })
    return { rows, files }
  }
  return {
    ...bare,
    spool,
    recorder,
    write,
    repository,
    restored,
    /** Takes a snapshot, reads all of it back, and compares it with what was there when it was taken. */
    async snapshot(store?: FailingStore['store']): Promise<Taken> {
      rowsThen = undefined
      const taken = await bare.take(store)
      if (isFolded(taken)) expect((await restored(taken)).rows).toEqual(rowsThen)
      return taken
    },
    seal() {
      bare.cipher = new Cipher(randomBytes(32))
    },
    /** Happens while it is the snapshot's turn. */
    inTurn(work: () => Promise<void>) {
      inTurn = work
    },
    get rows() {
      return allRows(bare.database.file)
    },
  }
}

type Life = Awaited<ReturnType<typeof openLife>>

const step = fc.oneof(
  { weight: 8, arbitrary: statements.map((all) => async (life: Life) => life.write(all)) },
  { weight: 2, arbitrary: statements.map((all) => async (life: Life) => life.write([muchAtOnce, ...all], { fails: true })) },
  { weight: 2, arbitrary: fc.constant(async (life: Life) => void (await storeFile(life, randomBytes(2000)))) },
  {
    weight: 2,
    arbitrary: fc.constant((life: Life) => life.write(['DELETE FROM blobs WHERE key = (SELECT min(key) FROM blobs)'])),
  },
  { weight: 8, arbitrary: fc.constant(async (life: Life) => void (await life.recorder.position())) },
  { weight: 2, arbitrary: fc.constant((life: Life) => life.recorder.checkpoint(true)) },
  {
    weight: 1,
    arbitrary: fc.constant((life: Life) => life.database.betweenCommits(async () => void life.database.sqlite.exec('VACUUM'))),
  },
  { weight: 4, arbitrary: fc.constant(async (life: Life) => void (await life.snapshot())) },
  {
    weight: 4,
    arbitrary: fc.array(statements, { minLength: 5, maxLength: 15 }).map((much) => async (life: Life) => {
      const talking = (async () => {
        for (const all of much) await life.write(all)
      })()
      await life.snapshot()
      await talking
    }),
  },
)

test('whatever is written meanwhile: a snapshot made of the journal is the database at its moment, row by row', {
  timeout: runs * 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), fc.boolean(), async (steps, isSealed) => {
      const life = await openLife(isSealed ? new Cipher(randomBytes(32)) : undefined)
      expect(isFolded(await life.snapshot()), 'the first is a copy').toBe(false)
      for (const one of steps) await one(life)
      const last = await life.snapshot()
      expect(isFolded(last)).toBe(true)
      const { rows, files } = await life.restored(last)
      expect(rows).toEqual(life.rows)
      expect(Object.keys(files)).toHaveLength(rows.blobs!.length)
      expect((await verifyRepository(life.repository(), life.scratch)).damages).toEqual([])
    }),
    { numRuns: runs },
  )
})

test('what is said at the very moment is in the next snapshot, whole', async () => {
  const life = await openLife()
  await life.snapshot()
  let late: Promise<void> | undefined
  life.inTurn(async () => {
    late ??= life.write([insert])
    for (let turns = 0; turns < 50; turns++) await setImmediate() // more than it takes to commit
  })
  await life.write([insert])
  const without = await life.snapshot()
  await late
  const withIt = await life.snapshot()
  expect([without, withIt].map(({ manifest }) => [manifest.copiedAt !== undefined, manifest.database.rows.notes])).toEqual([
    [true, 1],
    [true, 2],
  ])
})

const entryFiles = (life: Life): string[] => {
  const { generation } = life.recorder.reached!
  const folder = path.join(life.data, 'backups', '.journal', generation)
  return readdirSync(folder).map((name) => path.join(folder, name))
}
const chunksOf = (life: Life): string[] =>
  Object.keys(allFiles(path.join(life.repositoryFolder, 'chunks'))).map((name) =>
    path.join(life.repositoryFolder, 'chunks', name),
  )

const reasons: Readonly<Record<string, (life: Life) => unknown>> = {
  'half a day has passed': () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 12 * 60 * 60 * 1000 }),
  'the clock was put back': () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 60_000 }),
  'what was written down is gone': (life) => life.spool.remove(life.spool.waiting.at(-1)!),
  'what was written down is damaged': (life) => truncateSync(entryFiles(life).at(-1)!, 100),
  'the database went on behind the journal’s back': async (life) => {
    for (let i = 0; i < 2; i++) {
      await life.write([insert])
      life.database.sqlite.pragma('wal_checkpoint(PASSIVE)')
    }
  },
  'a piece of the snapshot before is lost': (life) => {
    const [largest] = chunksOf(life).toSorted((a, b) => statSync(b).size - statSync(a).size)
    rmSync(largest!) // it has pages; the list of them is small
  },
  'nobody knows what the pages were': (life) => {
    for (const name of readdirSync(life.scratch)) rmSync(path.join(life.scratch, name))
  },
  'what is noted of the pages is of another time': (life) => {
    const [notes] = readdirSync(life.scratch).map((name) => path.join(life.scratch, name))
    const bytes = readFileSync(notes!)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(notes!, bytes)
  },
  'there is a key now': (life) => life.seal(),
}

test.each(Object.keys(reasons))('where %s, the database is copied', async (reason) => {
  const life = await openLife()
  onTestFinished(() => void vi.useRealTimers())
  await life.snapshot()
  await life.write([insert])
  await life.recorder.position()
  await reasons[reason]!(life)
  await life.write([insert])
  const taken = await life.snapshot()
  expect(isFolded(taken)).toBe(false)
  expect((await life.restored(taken)).rows).toEqual(life.rows)
})

test('whichever call of the store fails, the snapshots that were there are whole, and the next one is right', async () => {
  const life = await openLife()
  await life.snapshot()
  const failAt = async (n: number): Promise<number> => {
    const failing = new FailingStore(new FolderStore(life.repositoryFolder), n)
    await life.write([`INSERT INTO notes (text) VALUES (hex(randomblob(${n === Number.POSITIVE_INFINITY ? 1 : 9000})))`])
    await life.take(failing.store).catch(() => {})
    return failing.calls
  }
  const calls = await failAt(Number.POSITIVE_INFINITY)
  for (let n = 1; n <= calls; n += Math.ceil(calls / 12)) {
    await failAt(n)
    expect((await verifyRepository(life.repository(), life.scratch)).damages, `after call ${n} failed`).toEqual([])
  }
  const last = await life.snapshot()
  expect(isFolded(last)).toBe(true)
  expect((await life.restored(last)).rows).toEqual(life.rows)
})

/** Makes the newest entry forget the page that has a text on it, as a mistake of ours would. */
async function forgetPageWith(life: Life, text: string): Promise<void> {
  await life.recorder.position()
  const name = life.spool.waiting.at(-1)!
  const changes = await unpackEntry((await life.spool.read(name))!, name)
  const pages = new Map([...changes.pages].filter(([, content]) => !content.includes(text)))
  expect(pages.size).toBe(changes.pages.size - 1)
  writeFileSync(entryFiles(life).toSorted().at(-1)!, await packEntry(name, { ...changes, pages }))
}

const generationOf = ({ manifest }: Taken): string | undefined => manifest.journal?.generation

test('what the journal missed is noticed when the database is copied, and it begins anew', async () => {
  const life = await openLife()
  onTestFinished(() => void vi.useRealTimers())
  const halfADayLater = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 12 * 60 * 60 * 1000 })
  await life.write([`INSERT INTO notes (text) VALUES ('tea')`])
  const first = await life.snapshot()
  await life.write([`UPDATE notes SET text = 'pie'`])
  halfADayLater()
  const copied = await life.snapshot()
  expect([isFolded(copied), generationOf(copied)], 'nothing was missed').toEqual([false, generationOf(first)])

  await life.write([`UPDATE notes SET text = 'soup'`])
  await forgetPageWith(life, 'soup')
  const wrong = await life.take()
  expect(isFolded(wrong), 'no count of rows tells').toBe(true)
  halfADayLater()
  const right = await life.snapshot()
  expect((await life.restored(right)).rows).toEqual(life.rows)
  expect([isFolded(right), generationOf(right)], 'nothing leads on from it').toEqual([false, undefined])
  expect(generationOf(await life.snapshot())).not.toBe(generationOf(first))
})

test('a snapshot that does not hold what was counted is made again, as a copy', async () => {
  const life = await openLife()
  const first = await life.snapshot()
  await life.write([`INSERT INTO notes (text) VALUES ('soup')`])
  await forgetPageWith(life, 'soup')
  const made = await makeBackup({
    place: { name: 'usb', where: '', store: new FolderStore(life.repositoryFolder), close: () => {} },
    own: { header: bareHeader, cipher: undefined, removedKeys: [] },
    source: life.source,
    retention: { hourly: 24, daily: 7, weekly: 4, monthly: 12 },
    reason: 'schedule',
    scratch: life.scratch,
    now: () => 1,
    signal: new AbortController().signal,
    warn: () => {},
    report: () => {},
  })
  expect((await life.restored(made)).rows).toEqual(life.rows)
  expect(isFolded(made)).toBe(false)
  expect(generationOf(made)).not.toBe(generationOf(first))
})
