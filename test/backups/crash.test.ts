import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { keyInText } from '../../server/backups/keys/recovery-key.ts'
import { openFolder } from '../../server/backups/repository/open.ts'
import { verifyRepository } from '../../server/backups/repository/verify.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import { Secret } from '../../server/config/secrets/secret.ts'
import { allFiles, allRows } from '../support/backups/bare-backups.ts'
import { newFolder } from '../support/landline.ts'
import { landline, personAt, prepareFolder, serveProcess } from '../support/server-process.ts'

/** `npm run test:backups` pulls the plug more often. */
const cycles = import.meta.env.MODE === 'backups' ? 200 : 20

const program = new URL('../../dist/server/landline.js', import.meta.url).pathname

/** Runs `landline …` and pulls the plug after a while, or lets it finish where it is faster. */
async function cutShort(milliseconds: number, ...args: string[]): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await Promise.race([setTimeout(milliseconds), ended])
  child.kill('SIGKILL')
  await ended
}

test(`whoever pulls the plug ${cycles} times while backups are made, thinned out and restored can restore the newest of them`, {
  timeout: cycles * 60_000,
}, async () => {
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  const [usb, scratch, keyFile] = [newFolder(), newFolder(), path.join(newFolder(), 'key.txt')]
  const target = path.join(newFolder(), 'restored')
  await fill(folder, owner)
  await landline('backup', 'key', 'create', '--out', keyFile, '--data', folder)
  await landline('backup', 'destination', 'add', '--folder', usb, '--name', 'usb', '--data', folder)
  await landline('backup', 'schedule', '--hourly', '2', '--daily', '1', '--weekly', '0', '--monthly', '0', '--data', folder)
  const begun = Date.now()
  await landline('backup', 'create', '--destination', 'usb', '--data', folder)
  const usual = Date.now() - begun
  const repository = () => openFolder(usb, new Secret(keyInText(readFileSync(keyFile, 'utf8'))))

  for (let cycle = 0; cycle < cycles; cycle++) {
    changeABit(folder)
    const live = allRows(path.join(folder, 'landline.db'))
    const works = [
      ['backup', 'create', '--destination', 'usb', '--data', folder],
      ['backup', 'prune', '--destination', 'usb', '--data', folder],
      ['backup', 'create', '--destination', 'usb', '--data', folder],
      ['backup', 'restore', '--repository', usb, '--key-file', keyFile, '--to', target],
    ]
    await cutShort(randomInt(Math.ceil(usual / 4), usual), ...works[cycle % works.length]!)

    expect(allRows(path.join(folder, 'landline.db')), 'live data').toEqual(live)
    const opened = await repository()
    expect((await verifyRepository(opened, scratch)).damages, `after ${cycle + 1} cuts`).toEqual([])
    expect((await opened.snapshots()).length).toBeGreaterThan(0)
    if (existsSync(target)) expect(readdirSync(target), 'all or nothing').toContain('landline.db')
    rmSync(target, { recursive: true, force: true })
  }
  const made = await landline('backup', 'create', '--destination', 'usb', '--data', folder)
  await restoreInto(await repository(), await (await repository()).find(made.snapshot), target)
  expect(allRows(path.join(target, 'landline.db'))).toEqual(allRows(path.join(folder, 'landline.db')))
  expect(allFiles(path.join(target, 'uploads'))).toEqual(allFiles(path.join(folder, 'uploads')))
  expect(
    readdirSync(path.join(folder, 'backups')).filter((name) => name.startsWith('.snapshot')),
    'leftovers',
  ).toEqual([])
  expect(readdirSync(path.dirname(target)), 'leftovers').toEqual(['restored'])
})

async function fill(folder: string, owner: Parameters<typeof personAt>[1]): Promise<void> {
  const server = await serveProcess(folder)
  const person = personAt(server, owner)
  for (let i = 0; i < 10; i++) await person.upload(`${i}.bin`, randomBytes(randomInt(1, 400_000)))
  await server.stop()
}

/** So that each snapshot has something new to write. */
function changeABit(folder: string): void {
  const sqlite = new SQLite(path.join(folder, 'landline.db'))
  sqlite.exec('CREATE TABLE IF NOT EXISTS noise (bytes BLOB)')
  sqlite.prepare('INSERT INTO noise VALUES (?)').run(randomBytes(randomInt(1, 1_000_000)))
  sqlite.close()
}
