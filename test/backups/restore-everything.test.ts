import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readlinkSync, truncateSync, writeSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { realDisk, type SwapDisk } from '../../server/backups/restore/swap.ts'
import type { RestoreWish } from '../../server/backups/restore/wish.ts'
import { type Kept, keepRunning } from '../../server/keep-running.ts'
import type { Running } from '../../server/run.ts'
import { allFiles, allRows as reallyAllRows } from '../support/backups/bare-backups.ts'
import { adaShowsAPhoto } from '../support/backups/photo.ts'
import { BrowserSession } from '../support/browser-session.ts'
import { freePort } from '../support/free-port.ts'
import { startLandline, webFolders } from '../support/landline.ts'
import { Person } from '../support/person.ts'

const everything = { what: 'everything', keepNetworkSettings: true, evenWithoutSafetySnapshot: false } as const

/** What this process has open, where the system tells. */
function openFiles(): string[] {
  if (!existsSync('/proc/self/fd')) return []
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`)
    } catch {
      return [] // closed meanwhile
    }
  })
}

/**
 * Windows refuses to rename what anybody has open, or what lies around it; here every disk does. It looks at what this process has
 * really open, so nothing that forgets to close a file gets by.
 */
function strictDisk(): SwapDisk & { renamed: number } {
  const disk = {
    ...realDisk,
    renamed: 0,
    async rename(from: string, to: string): Promise<void> {
      const open = openFiles()
      const busy = open.find((file) => file === from || file.startsWith(from + path.sep) || file.startsWith(to))
      if (busy) throw Object.assign(new Error(`EPERM: ${busy} is open`), { code: 'EPERM' })
      if (existsSync(to)) throw Object.assign(new Error(`EPERM: ${to} is there`), { code: 'EPERM' })
      disk.renamed++
      await realDisk.rename(from, to)
    },
  }
  return disk
}

/** All but the index of words, which a server that is up brings up to date by itself. */
const allRows = (file: string): Record<string, unknown[]> =>
  Object.fromEntries(Object.entries(reallyAllRows(file)).filter(([table]) => !/^(messageSearch|search)/.test(table)))

/** A server as `landline serve` and the desktop app run it: one that restarts in its own process. */
async function serveAndKeep(folder: string, disk: SwapDisk = strictDisk()) {
  const ready: Running[] = []
  const ended = Promise.withResolvers<unknown>()
  const kept: Kept = await keepRunning({
    folder,
    disk,
    command: 'a test',
    web: webFolders,
    hasRateLimits: false,
    host: '127.0.0.1',
    port: await freePort(),
    ready: (running) => ready.push(running),
    ended: (error) => ended.resolve(error),
  })
  onTestFinished(() => kept.stop())
  return {
    kept,
    ready,
    get restores() {
      return kept.running!.appliance.features.restores
    },
    /** Begins a restore of everything, and resolves once people are served again. */
    async restore(wish: RestoreWish) {
      const before = ready.length
      this.restores.start(wish)
      await expect
        .poll(() => ready.length > before || (kept.running && this.restores.status.result), { interval: 20 })
        .toBeTruthy()
      return this.restores.status.result!
    },
  }
}

/** An organization with people, words and files, which was backed up and has gone on since. */
async function backedUp() {
  const landline = await startLandline()
  const { folder, features } = landline.appliance
  const { ada, browser, bytes, file } = await adaShowsAPhoto(landline)
  await features.searchIndexer.catchUp()
  const key = (await features.backups.createKey(false)).reveal()
  const [made] = await features.backups.create(undefined, 'asked')
  const rows = allRows(folder.database)
  const files = { uploads: allFiles(folder.uploads), avatars: allFiles(folder.avatars) }
  await ada.send('general', 'lunch', 'Said after the backup')
  await ada.upload('later.bin', randomBytes(1000))
  await features.searchIndexer.catchUp() // so that whoever serves this folder next has no row to change
  await landline.stop()
  const wish: RestoreWish = { source: { destination: 'local' }, snapshot: made!.name.id, choice: everything }
  return {
    wish,
    key,
    folder: folder.path,
    database: folder.database,
    browser,
    bytes,
    file,
    made: made!,
    rows,
    files,
    ada,
  }
}

test('an owner goes back to a backup: people are still signed in, all is as it was, and what was replaced is kept', async () => {
  const { wish, folder, database, browser, bytes, file, rows, files, made, ada } = await backedUp()
  const before = { rows: allRows(database), files: allFiles(path.join(folder, 'uploads')) }
  const disk = strictDisk()
  const served = await serveAndKeep(folder, disk)
  const { port } = served.ready[0]!.serving
  const queue = await new Person(`http://127.0.0.1:${port}`, ada).register({})

  const result = await served.restore(wish)

  expect(result).toMatchObject({
    outcome: 'done',
    snapshot: made.name.id,
    message: 'Example is back: 2 people and 1 message.',
    notes: [],
    safetySnapshot: expect.any(String),
  })
  expect(disk.renamed).toBeGreaterThan(4)
  expect(served.ready[1]!.serving.port).toBe(port)
  const again = new BrowserSession(`http://127.0.0.1:${port}`)
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  expect(await again.ask('GET', '/json/users/me')).toMatchObject({ status: 200, body: { full_name: 'Ada' } })
  expect(Buffer.from(await (await again.fetch('GET', file)).arrayBuffer()).equals(bytes)).toBe(true)
  await expect(queue.next()).rejects.toMatchObject({ body: { code: 'BAD_EVENT_QUEUE_ID' } })

  await served.kept.stop()
  expect(allRows(database)).toEqual(rows)
  expect(allFiles(path.join(folder, 'uploads'))).toEqual(files.uploads)
  expect(allFiles(path.join(folder, 'avatars'))).toEqual(files.avatars)
  expect(allRows(path.join(result.replaced!.folder, 'landline.db'))).toEqual(before.rows)
  expect(allFiles(path.join(result.replaced!.folder, 'uploads'))).toEqual(before.files)
  expect(readdirSync(folder).filter((name) => name.startsWith('restoring'))).toEqual([])
})

/** Two ways in which a database that was verified may be no good a moment later. */
const damages: [string, (file: string) => void][] = [
  ['cut off', (file) => truncateSync(file, 20_000)],
  [
    'without a table',
    (file) => {
      const sqlite = new SQLite(file)
      sqlite.exec('DROP TABLE storageMoveFailures; DROP TABLE storageMoves')
      sqlite.close()
    },
  ],
]

test.each(damages)('what comes back %s goes again by itself, and nobody has lost a word or a connection', async (_, damage) => {
  const { wish, folder, database, ada } = await backedUp()
  const disk = strictDisk()
  const rename = disk.rename
  const damaging: SwapDisk = {
    ...disk,
    async rename(from, to) {
      if (from.endsWith('restoring/landline.db')) damage(from)
      await rename(from, to)
    },
  }
  const served = await serveAndKeep(folder, damaging)
  const { port } = served.ready[0]!.serving
  const person = new Person(`http://127.0.0.1:${port}`, ada)
  const queue = await person.register({ event_types: ['message'] })
  await person.send('general', 'lunch', 'Said just before')

  const result = await served.restore(wish)

  expect(result).toMatchObject({ outcome: 'rolled back', code: 'RESTORE_ROLLED_BACK', replaced: null })
  expect(result.message).toContain('Everything is as it was before')
  expect((await queue.next()).message.content).toContain('Said just before')
  await person.send('general', 'lunch', 'Said just after')
  expect((await queue.next()).message.content).toContain('Said just after')
  expect(readdirSync(folder).filter((name) => /^(restoring|replaced)/.test(name))).toEqual([])
  expect(allRows(database).messages).toHaveLength(4)

  served.restores.dismiss()
  expect(served.restores.status).toEqual({ underWay: null, result: null })
})

test('where what is here cannot be read, the owner is asked first, and may go on without a safety snapshot', async () => {
  const { wish, folder, database, rows } = await backedUp()
  damageTable(database, 'submessages')
  const served = await serveAndKeep(folder)

  const refused = await served.restore(wish)
  expect(refused).toMatchObject({ outcome: 'failed', code: 'SAFETY_SNAPSHOT_FAILED' })
  expect(refused.message).toMatch(/could not be backed up first: .*So nothing was changed\.$/)
  expect(served.ready).toHaveLength(1)
  expect(readdirSync(folder).filter((name) => name.startsWith('restoring'))).toEqual([])

  const done = await served.restore({ ...wish, choice: { ...everything, evenWithoutSafetySnapshot: true } })
  expect(done).toMatchObject({
    outcome: 'done',
    safetySnapshot: null,
    notes: [expect.stringContaining('could not be backed up first')],
  })
  await served.kept.stop()
  expect(allRows(database)).toEqual(rows)
})

test('a restore can be cancelled until people are cut off, and only one runs at a time', async () => {
  const { wish, folder, database } = await backedUp()
  const served = await serveAndKeep(folder)
  served.restores.start(wish)
  expect(() => served.restores.start(wish)).toThrow('A restore is under way already.')
  await served.restores.cancel()
  expect(served.restores.status).toMatchObject({
    underWay: null,
    result: { outcome: 'cancelled', message: 'The restore was cancelled. Nothing was changed.' },
  })
  expect(readdirSync(folder).filter((name) => name.startsWith('restoring'))).toEqual([])
  expect(served.ready).toHaveLength(1)
  expect(allRows(database).messages).toHaveLength(2)
})

/** Overwrites the first page of a table that serving does not need. */
function damageTable(file: string, table: string): void {
  const sqlite = new SQLite(file)
  const [size, page] = [sqlite.pragma('page_size', { simple: true }) as number, rootOf(sqlite, table)]
  sqlite.close()
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(size, 7), 0, size, (page - 1) * size)
  closeSync(handle)
}

const rootOf = (sqlite: SQLite.Database, table: string): number =>
  sqlite.prepare<[string], { rootpage: number }>('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)!.rootpage

test('an owner puts another organization in the place of theirs, whose own backups are kept with it', async () => {
  const other = await backedUp()
  const mine = await startLandline()
  await mine.channel('garden', { subscribers: [mine.owner] })
  await mine.owner.send('garden', 'trees', 'Apples')
  await mine.stop()
  const { path: folder, backups } = mine.appliance.folder
  const served = await serveAndKeep(folder)
  const key = (await served.kept.running!.appliance.features.backups.createKey(false)).reveal()

  const source = { folder: path.join(other.folder, 'backups'), key: other.key }
  const done = await served.restore({ ...other.wish, source })

  expect(done).toMatchObject({ outcome: 'done', message: 'Example is back: 2 people and 1 message.' })
  const { replaced, safetySnapshot } = done
  expect(readdirSync(path.join(replaced!.folder, 'backups/snapshots')).join()).toContain(safetySnapshot!)
  const [made] = await served.kept.running!.appliance.features.backups.create('local', 'asked')
  expect(readdirSync(path.join(backups, 'snapshots'))).toEqual([`${made!.name.id}.sealed`])

  const back = { source: { folder: path.join(replaced!.folder, 'backups'), key }, snapshot: safetySnapshot!, choice: everything }
  expect(await served.restore(back)).toMatchObject({ outcome: 'done' })
  await served.kept.stop()
  expect(allRows(path.join(folder, 'landline.db')).messages!.join()).toContain('Apples')
})

test('an owner goes back to a moment between two backups', async () => {
  const { wish, folder, ada } = await backedUp()
  const served = await serveAndKeep(folder)
  const person = new Person(`http://127.0.0.1:${served.ready[0]!.serving.port}`, ada)
  const { backups, restores } = served.kept.running!.appliance.features
  await backups.create('local', 'asked')
  await person.send('general', 'lunch', 'Worth keeping')
  const now = (): number => Math.floor(Date.now() / 1000)
  const allShipped = async (): Promise<void> => {
    const since = now()
    const status = () => backups.journal!.catchUp().then(() => backups.journal!.status[0])
    await expect.poll(status).toMatchObject({ failure: undefined, shippedAt: expect.toSatisfy((at) => at >= since) })
  }
  await allShipped()
  const moment = now()
  await expect.poll(now).toBeGreaterThan(moment)
  await person.send('general', 'lunch', 'Said by mistake')
  await allShipped()
  const { periods } = await restores.list(wish.source)
  expect(periods.some(({ from, to }) => from <= moment && moment <= to)).toBe(true)

  const result = await served.restore({ ...wish, moment })

  expect(result).toMatchObject({
    outcome: 'done',
    notes: expect.arrayContaining([expect.stringContaining('It holds what happened up to')]),
  })
  const { messages } = await person.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, apply_markdown: false })
  expect(messages[0].content).toBe('Worth keeping')
})
