import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { periodsOf, snapshotFor } from '../../server/backups/journal/moments.ts'
import { openFolder } from '../../server/backups/repository/open.ts'
import { verifyRepository } from '../../server/backups/repository/verify.ts'
import type { History } from '../../server/backups/restore/history.ts'
import { type Restored, restoreInto } from '../../server/backups/restore/into-folder.ts'
import { allFiles } from '../support/backups/bare-backups.ts'
import { newFolder } from '../support/landline.ts'
import type { Person } from '../support/person.ts'
import { landline, personAt, prepareFolder, type ServerProcess, serveProcess } from '../support/server-process.ts'

/** `npm run test:backups` pulls the plug more often, and has the computer to itself: how soon things happen counts there alone. */
const isLong = import.meta.env.MODE === 'backups'
const cycles = isLong ? 40 : 3
/** What was acknowledged longer ago than that is in the backup. Milliseconds. */
const lossWindow = 5000

interface Said {
  readonly content: string
  readonly begunAt: number
  /** When its sender knew that it is there; undefined where the server died first. */
  ackedAt?: number
}

/** People who talk until the server is gone. */
async function talk(person: Person, said: Said[], name: string): Promise<void> {
  for (let n = 0; ; n++) {
    const one: Said = { content: `${name} ${said.length} ${n}`, begunAt: Date.now() }
    said.push(one)
    try {
      const file = n % 20 === 7 ? ` [file](${(await person.upload(`${n}.bin`, randomBytes(randomInt(1, 200_000)))).url})` : ''
      await person.tell([{ id: person.id }], `${one.content}|${file}`)
      one.ackedAt = Date.now()
    } catch {
      return
    }
    await setTimeout(randomInt(0, 20))
  }
}

/** What is in a data folder that nobody serves. */
function heard(folder: string): Set<string> {
  const sqlite = new SQLite(path.join(folder, 'landline.db'), { readonly: true })
  const contents = sqlite.prepare<[], { content: string }>('SELECT content FROM messages').all()
  sqlite.close()
  return new Set(contents.flatMap(({ content }) => content.split('|')[0] ?? []))
}

async function restored(usb: string, history: History): Promise<Restored & { folder: string; heard: Set<string> }> {
  const folder = path.join(newFolder(), 'restored')
  const repository = await openFolder(usb)
  const name = history === 'newest' ? await repository.find('latest') : await snapshotFor(repository, history)
  const result = await restoreInto(repository, name, folder, undefined, history)
  return { ...result, folder, heard: heard(folder) }
}

/** What is not in a restore up to `moment`, though it was acknowledged well before, or before what the restore says it goes up to. */
function lostOf(said: readonly Said[], { heard: there, until }: Restored & { heard: Set<string> }, moment: number): Said[] {
  const covered = isLong ? moment - lossWindow : (until?.getTime() ?? 0)
  return said.filter(({ content, ackedAt = Number.POSITIVE_INFINITY }) => ackedAt < covered && !there.has(content))
}

/** The uploads in a data folder: without those whose server died before anybody was told of them, which are cleared away after a day. */
function filesKnown(folder: string): Record<string, string> {
  const sqlite = new SQLite(path.join(folder, 'landline.db'), { readonly: true })
  const keys = new Set(sqlite.prepare<[], string>('SELECT key FROM blobs').pluck().all())
  sqlite.close()
  return Object.fromEntries(Object.entries(allFiles(path.join(folder, 'uploads'))).filter(([file]) => keys.has(file)))
}

/** Up to when all that was said is in a folder. Milliseconds, cut to seconds. */
const coveredIn = async (folder: string): Promise<number> =>
  ((await periodsOf(await openFolder(folder))).at(-1)?.until ?? 0) * 1000

test(`a computer that dies ${cycles} times takes no more with it than the last five seconds`, {
  timeout: cycles * 60_000 + 60_000,
}, async () => {
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  const usb = newFolder()
  const said: Said[] = []
  let server: ServerProcess = await serveProcess(folder)
  onTestFinished(() => server.kill())
  await landline('backup', 'destination', 'add', '--folder', usb, '--name', 'usb', '--data', folder)
  await landline('backup', 'create', '--destination', 'usb', '--data', folder)
  const first = Date.now()

  for (let cycle = 0; cycle < cycles; cycle++) {
    const person = personAt(server, owner)
    const talking = ['a', 'b', 'c'].map((name) => talk(person, said, `${cycle}${name}`))
    const begun = Date.now()
    await expect.poll(() => coveredIn(usb), { timeout: 120_000, interval: 200 }).toBeGreaterThan(begun)
    await setTimeout(randomInt(0, 3000)) // in the middle of whatever it does
    const killedAt = Date.now()
    await server.kill()
    await Promise.all(talking)

    const newest = await restored(usb, 'newest')
    expect(lostOf(said, newest, killedAt)).toEqual([])
    expect(newest.until!.getTime()).toBeGreaterThan(begun)
    expect(newest.missing).toEqual([])
    expect(newest.entries, 'the journal was needed').toBeGreaterThan(0)

    const moment = new Date(randomInt(first, killedAt))
    const then = await restored(usb, moment)
    const tooLate = said.filter(({ content, begunAt }) => begunAt > moment.getTime() && then.heard.has(content))
    expect([tooLate, lostOf(said, then, moment.getTime())], moment.toISOString()).toEqual([[], []])
    for (const one of [newest, then]) rmSync(one.folder, { recursive: true })
    server = await serveProcess(folder)
  }
  await personAt(server, owner).tell([{ id: owner.id }], 'Good night|')
  await server.stop()
  const last = await restored(usb, 'newest')
  expect(last.heard, 'a planned stop takes nothing with it').toEqual(heard(folder))
  expect(allFiles(path.join(last.folder, 'uploads'))).toEqual(filesKnown(folder))
  const repository = await openFolder(usb)
  expect(await periodsOf(repository), 'without a gap').toHaveLength(1)
  expect((await verifyRepository(repository, newFolder())).damages).toEqual([])
  expect(existsSync(path.join(folder, 'backups', '.journal', 'mark.json'))).toBe(true)
})
