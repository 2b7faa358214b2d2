import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { packEntry } from '../../server/backups/journal/entry.ts'
import { periodsOf, snapshotFor } from '../../server/backups/journal/moments.ts'
import { pruneJournal } from '../../server/backups/journal/prune.ts'
import { Recorder } from '../../server/backups/journal/recorder.ts'
import { Shipper } from '../../server/backups/journal/shipper.ts'
import { Spool } from '../../server/backups/journal/spool.ts'
import { readEntry, storedEntries, storeEntry } from '../../server/backups/journal/store.ts'
import { verifyJournal } from '../../server/backups/journal/verify.ts'
import { Cipher } from '../../server/backups/repository/cipher.ts'
import { FolderStore } from '../../server/backups/repository/folder-store.ts'
import { Repository } from '../../server/backups/repository/repository.ts'
import { verifyRepository } from '../../server/backups/repository/verify.ts'
import type { History } from '../../server/backups/restore/history.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import { takeSnapshot } from '../../server/backups/snapshot/take.ts'
import { Secret } from '../../server/config/secrets/secret.ts'
import type { BlobStore } from '../../server/uploads/stores/blob-store.ts'
import { S3Store } from '../../server/uploads/stores/s3/s3-store.ts'
import { allFiles, allRows, bareHeader, openBareBackups } from '../support/backups/bare-backups.ts'
import { newFolder } from '../support/landline.ts'
import { storeFile } from '../support/storage/bare-uploads.ts'
import { bucketAt } from '../support/storage/s3-server.ts'
import { startS3rver } from '../support/storage/s3rver.ts'

/** A database with files, its journal, and one destination that can be away. */
async function openJournal(cipher?: Cipher) {
  const bare = await openBareBackups()
  bare.cipher = cipher
  onTestFinished(() => bare.close())
  const spool = new Spool(path.join(bare.data, 'backups', '.journal'))
  const recorder = new Recorder(bare.database.file, spool)
  await recorder.follow(bare.database, { wasChanged: true })
  const stop = new AbortController()
  let isAway = false
  let asked = 0
  const repository = () => new Repository(new FolderStore(bare.repositoryFolder), bareHeader, bare.cipher)
  let whileReading = async (): Promise<void> => {}
  const storeOf = (blob: Parameters<typeof bare.source.files.library.storeOf>[0]): BlobStore => {
    const get = async (key: string) => {
      await whileReading()
      return await bare.source.files.library.storeOf(blob).get(key)
    }
    return { get } as unknown as BlobStore
  }
  const shipper = new Shipper('usb', {
    spool,
    db: bare.database.read,
    files: () => ({ ...bare.source.files, library: { storeOf } }),
    async open() {
      if (isAway) throw new Error('The stick is not plugged in')
      return { repository: repository(), place: { name: 'usb', where: '', store: repository().store, close: () => {} } }
    },
    askForSnapshot: () => void asked++,
    signal: stop.signal,
  })
  onTestFinished(() => shipper.close())
  const note = (text: string) =>
    bare.database.inTransaction((trx) => sql`INSERT INTO clients (name) VALUES (${text})`.execute(trx))
  return {
    ...bare,
    spool,
    recorder,
    shipper,
    note,
    repository,
    get asked() {
      return asked
    },
    seal() {
      bare.cipher = new Cipher(randomBytes(32))
      shipper.lookAgain()
    },
    /** Happens once, when the next file is read. */
    meanwhile(work: () => Promise<unknown>) {
      whileReading = async () => {
        whileReading = async () => {}
        await work()
      }
    },
    /** Plugs the stick in, or pulls it out. */
    async be(away: boolean) {
      isAway = away
      shipper.lookAgain() // a new look; the old one would rest first
    },
    /** What is committed so far is written down and, if possible, brought there. */
    async ship() {
      await shipper.ship((await recorder.position())!)
    },
    /** @param meanwhile happens between the note of where the journal is and the copy */
    async snapshot(meanwhile?: () => Promise<unknown>) {
      let calls = 0
      const position = async () => {
        const reached = await recorder.position()
        if (calls++ === 0) await meanwhile?.()
        return reached
      }
      const positionAt = (work: () => Promise<void>) => recorder.positionAt(work)
      const source = {
        ...bare.source,
        recorder: { position, positionAt, doubt: (cause: unknown) => recorder.doubt(cause), spool },
      }
      await bare.write((to, lock) => takeSnapshot(source, { repository: to, lock, scratch: bare.scratch, reason: 'asked' }))
      shipper.lookAgain()
    },
    async restored(history: History = 'newest') {
      const to = path.join(newFolder(), 'restored')
      const from = repository()
      const name = history === 'newest' ? await from.find('latest') : await snapshotFor(from, history)
      const result = await restoreInto(from, name, to, undefined, history)
      return { ...result, folder: to, rows: allRows(path.join(to, 'landline.db')), files: allFiles(path.join(to, 'uploads')) }
    },
    get rows() {
      return allRows(bare.database.file)
    },
  }
}

test('what is said and uploaded after a snapshot comes back with it, and what was deleted stays so', async () => {
  const journal = await openJournal()
  await journal.snapshot()
  await journal.note('one')
  await storeFile(journal, randomBytes(3000))
  await journal.ship()
  await journal.database.inTransaction((trx) =>
    sql`DELETE FROM blobs WHERE key = (SELECT key FROM blobs ORDER BY bytes LIMIT 1)`.execute(trx),
  )
  await storeFile(journal, Buffer.alloc(0))
  await journal.ship()
  const { rows, files, missing, entries } = await journal.restored()
  expect({ rows, missing, entries }).toEqual({ rows: journal.rows, missing: [], entries: 2 })
  expect(Object.keys(files)).toHaveLength(4)
  expect(journal.spool.waiting.every((entry) => journal.shipper.has(entry))).toBe(true)
})

test('a file that is uploaded while another one is on its way is there before the words that know it', async () => {
  const journal = await openJournal()
  await journal.snapshot()
  await storeFile(journal, randomBytes(1000))
  journal.meanwhile(async () => {
    await storeFile(journal, randomBytes(2000))
    await journal.recorder.position()
  })
  await journal.ship()
  expect((await journal.restored()).missing).toEqual([])
  await journal.ship()
  expect(await journal.restored()).toMatchObject({ missing: [], rows: journal.rows })
})

test('every moment between two commits can be chosen, and none before the first snapshot', async () => {
  const journal = await openJournal()
  await journal.snapshot()
  const [before] = await periodsOf(journal.repository())
  expect(before, 'a snapshot alone is one moment').toBeUndefined()
  const moments: { at: Date; rows: unknown }[] = []
  for (const text of ['one', 'two', 'three']) {
    await journal.note(text)
    await journal.ship()
    await new Promise((resolve) => setTimeout(resolve, 5))
    moments.push({ at: new Date(), rows: journal.rows })
    if (text === 'two') await journal.snapshot()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  for (const { at, rows } of moments) expect((await journal.restored(at)).rows).toEqual(rows)
  await expect(journal.restored(new Date(0))).rejects.toThrow('No snapshot here is as old as 1970')
})

test('a stick that was pulled out gets what it missed when it is back', async () => {
  const journal = await openJournal()
  await journal.snapshot()
  await journal.note('with the stick')
  await journal.ship()
  await journal.be(true)
  await journal.note('without it')
  await journal.ship()
  expect(journal.shipper.failure).toMatchObject({ message: 'The stick is not plugged in' })
  expect((await journal.restored()).rows).not.toEqual(journal.rows)
  await journal.be(false)
  await journal.ship()
  expect(journal.shipper.failure).toBeUndefined()
  expect((await journal.restored()).rows).toEqual(journal.rows)
  expect((await storedEntries(journal.repository())).map(({ sequence }) => sequence)).toEqual([1, 2])
  expect(journal.asked, 'no snapshot was needed for that').toBe(0)
})

test('where something was dropped meanwhile, a snapshot is asked for, and no restore goes across the gap', async () => {
  const journal = await openJournal()
  await journal.snapshot()
  await journal.note('kept')
  await journal.ship()
  const kept = journal.rows
  await journal.be(true)
  for (const text of ['dropped', 'too late']) {
    await journal.note(text)
    await journal.ship()
  }
  await journal.spool.remove(journal.spool.waiting.at(-2)!)
  await journal.be(false)
  await journal.ship()
  expect(journal.asked).toBe(1)
  expect((await journal.restored()).rows).toEqual(kept)
  await journal.snapshot()
  await journal.note('after it')
  await journal.ship()
  expect(journal.asked).toBe(1)
  expect((await journal.restored()).rows).toEqual(journal.rows)
})

test('what was brought there ends before the snapshot’s own moment: then the snapshot stays as it is', async () => {
  const journal = await openJournal()
  await journal.snapshot(async () => {
    await journal.note('brought there')
    await journal.ship()
    await journal.note('in the snapshot alone')
    await journal.be(true)
  })
  const then = journal.rows
  await journal.note('nowhere yet')
  await journal.ship()
  expect(await storedEntries(journal.repository())).toHaveLength(1)
  expect(await journal.restored()).toMatchObject({ rows: then, entries: 0, until: null })
  await journal.be(false)
  await journal.ship()
  expect((await journal.restored()).rows).toEqual(journal.rows)
})

test('a place without a snapshot, or with one of another time, asks for one', async () => {
  const journal = await openJournal()
  await journal.ship()
  expect(journal.asked).toBe(1)
  await journal.snapshot()
  await journal.ship()
  expect(journal.asked).toBe(1)
  rmSync(path.join(journal.data, 'backups', '.journal', 'mark.json'))
  const later = new Recorder(journal.database.file, journal.spool)
  await later.follow(journal.database, { wasChanged: true })
  await journal.shipper.ship((await later.position())!)
  expect(journal.asked).toBe(2)
})

test('once there is a key, the journal is sealed and waits for a sealed snapshot', async () => {
  const journal = await openJournal()
  await journal.snapshot()
  await journal.note('readable by anybody')
  await journal.ship()
  const plain = journal.rows
  journal.seal()
  await journal.note('secret soup recipe')
  await journal.ship()
  expect(journal.asked).toBe(1)
  const [name] = await journal.repository().snapshots()
  const to = path.join(newFolder(), 'restored')
  const anybody = new Repository(new FolderStore(journal.repositoryFolder), bareHeader, undefined)
  await restoreInto(anybody, name!, to, undefined, 'newest')
  expect(allRows(path.join(to, 'landline.db')), 'nothing plain leads on to what is sealed').toEqual(plain)
  for (const { key, isSealed } of await storedEntries(anybody)) {
    if (isSealed) expect(readFileSync(path.join(journal.repositoryFolder, key)).includes('recipe')).toBe(false)
  }
})

test.each([undefined, new Cipher(Buffer.alloc(32, 7))])(
  'a flipped bit anywhere in the journal is noticed (%#)',
  async (cipher) => {
    const journal = await openJournal(cipher)
    await journal.snapshot()
    await storeFile(journal, randomBytes(300))
    await journal.ship()
    const files = Object.keys(allFiles(path.join(journal.repositoryFolder, 'journal'))).map((name) => path.join('journal', name))
    expect(files).toHaveLength(3)
    for (const name of files) {
      const file = path.join(journal.repositoryFolder, name)
      const whole = readFileSync(file)
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
        const flipped = Buffer.from(whole)
        flipped[at]! ^= 1 << (at % 8)
        writeFileSync(file, flipped)
        const damaged: string[] = []
        await verifyJournal(journal.repository(), (object) => damaged.push(object))
        expect(damaged.length, `${name} at ${at}`).toBeGreaterThan(0)
      }
      expect((await verifyRepository(journal.repository(), journal.scratch)).damages).not.toEqual([])
      await expect(journal.restored(), name).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' })
      writeFileSync(file, whole)
    }
    expect((await verifyRepository(journal.repository(), journal.scratch)).damages).toEqual([])
  },
)

test('a bucket keeps the journal as a folder does', { timeout: 60_000 }, async () => {
  const server = await startS3rver(['backups'])
  onTestFinished(() => server.stop())
  const store = new S3Store('offsite', bucketAt(server, 'backups', { prefix: 'soup/' }), new Secret(server.secretAccessKey))
  onTestFinished(() => store.close())
  const repository = new Repository(store, bareHeader, new Cipher(randomBytes(32)))
  const name = { generation: '20261123T020000123Z-0123abcd', sequence: 1, time: new Date() }
  const page = randomBytes(4096)
  await storeEntry(repository, name, await packEntry(name, { pageSize: 4096, databasePages: 7, pages: new Map([[3, page]]) }))
  const [entry] = await storedEntries(repository)
  expect(entry).toMatchObject({ ...name, isSealed: true })
  expect(await readEntry(repository, entry!)).toEqual({ pageSize: 4096, databasePages: 7, pages: new Map([[3, page]]) })
  await pruneJournal(repository, Date.now() + 8 * 24 * 60 * 60 * 1000)
  expect(await storedEntries(repository)).toEqual([])
})

test('where the disk lets nothing be written down, people go on talking, and a new generation begins later', {
  timeout: 60_000,
}, async () => {
  const journal = await openJournal()
  await journal.snapshot()
  const { generation } = (await journal.recorder.position())!
  const folder = path.join(journal.data, 'backups', '.journal')
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'in the way')
  for (let i = 0; i < 1200; i++) await journal.note(`${i} ${randomBytes(10_000).toString('hex')}`)
  expect(await journal.recorder.position()).toBeUndefined()
  expect(statSync(`${journal.database.file}-wal`).size, '1200 commits are 60 MB').toBeLessThan(40_000_000)
  rmSync(folder)
  await journal.note('written down again')
  expect((await journal.recorder.position())!.generation).not.toBe(generation)
})

test('what leads on from no snapshot is removed, and nothing else', async () => {
  const journal = await openJournal()
  await journal.snapshot()
  for (const text of ['one', 'two']) {
    await journal.note(text)
    await journal.ship()
  }
  await journal.snapshot()
  await journal.note('three')
  await journal.ship()
  await pruneJournal(journal.repository())
  expect(await storedEntries(journal.repository())).toHaveLength(3)
  const repository = journal.repository()
  await repository.removeSnapshot((await repository.snapshots())[0]!)
  await pruneJournal(repository)
  expect((await storedEntries(repository)).map(({ sequence }) => sequence)).toEqual([3])
  expect((await journal.restored()).rows).toEqual(journal.rows)
  await pruneJournal(repository, Date.now() + 8 * 24 * 60 * 60 * 1000)
  expect(await storedEntries(repository)).toEqual([])
})

test('what came before a snapshot may be removed, and the journal leads on from that snapshot all the same', async () => {
  const journal = await openJournal()
  await journal.note('in the snapshot')
  await journal.ship()
  await journal.snapshot()
  for (const entry of journal.spool.waiting) await journal.spool.remove(entry) // it is everywhere
  await pruneJournal(journal.repository())
  expect(await storedEntries(journal.repository())).toEqual([])
  const { asked } = journal
  await journal.note('after it')
  await journal.ship()
  expect((await journal.restored()).rows).toEqual(journal.rows)
  await journal.ship()
  expect(journal.asked, 'no other snapshot is needed').toBe(asked)
})

test('the log stays short whoever is away, and as soon as nobody reads what was before', { timeout: 60_000 }, async () => {
  const journal = await openJournal()
  const log = `${journal.database.file}-wal`
  const writeMuch = async (): Promise<void> => {
    for (let i = 0; i < 210; i++) await journal.note(`${i} ${randomBytes(10_000).toString('hex')}`)
    await journal.recorder.position()
  }
  await journal.be(true)
  await writeMuch()
  await writeMuch()
  const usual = statSync(log).size
  await writeMuch()
  expect(statSync(log).size, 'each time 210 commits of 50 KB').toBeLessThan(usual + 4_000_000)

  const reader = new SQLite(journal.database.file, { readonly: true })
  reader.exec('BEGIN; SELECT count(*) FROM clients')
  await writeMuch()
  await writeMuch()
  const grown = statSync(log).size
  expect(grown).toBeGreaterThan(usual)
  reader.close()
  await writeMuch()
  const settled = statSync(log).size
  for (let i = 0; i < 2; i++) await writeMuch()
  expect(statSync(log).size, 'it begins anew within the room it has').toBe(settled)
})
