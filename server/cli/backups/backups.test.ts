import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'

const program = path.resolve(import.meta.dirname, '../../../dist/server/landline.js')

async function run(...args: readonly string[]): Promise<{ code: number; answer: any; err: string }> {
  const child = spawn(process.execPath, [program, ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')])
  expect(err).not.toMatch(/\n\s+at .*\d+:\d+/) // no stack trace reaches a person
  return { code, answer: JSON.parse(out.trim()), err }
}

test('an owner backs up to a stick, and restores it on a computer without Landline’s data', async () => {
  const home = newFolder()
  const at = (name: string): string => path.join(home, name)
  const data = ['--data', at('data')]
  writeFileSync(at('password'), 'grotesque lighthouse 7')
  mkdirSync(at('usb'))
  const about = ['--organization', 'Soup Club', '--owner-email', 'ada@example.com', '--owner-name', 'Ada']
  await run('setup', ...about, '--password-file', at('password'), ...data)

  expect(await run('backup', 'key', 'create', '--out', at('key'), ...data)).toMatchObject({
    code: 0,
    answer: { file: at('key') },
  })
  expect(statSync(at('key')).mode & 0o077).toBe(0)
  expect(await run('backup', 'key', 'create', '--out', at('other'), ...data)).toMatchObject({
    code: 3,
    answer: { error: { code: 'KEY_EXISTS' } },
  })
  expect(existsSync(at('other'))).toBe(false)
  expect(await run('backup', 'key', 'prove', '--file', at('key'), ...data)).toMatchObject({ code: 0, answer: { proved: true } })
  expect((await run('backup', 'destination', 'add', '--folder', at('usb'), '--name', 'usb', ...data)).code).toBe(0)
  const nowhere = await run('backup', 'destination', 'add', '--folder', at('nowhere'), '--name', 'x', ...data)
  expect(nowhere).toMatchObject({ code: 3, answer: { error: { code: 'DESTINATION_UNUSABLE' } } })

  const made = await run('backup', 'create', '--destination', 'usb', ...data)
  expect(made).toMatchObject({ code: 0, answer: { destination: 'usb', files: 3, verified: true, sealed: true } })
  expect(made.answer).toMatchObject({ snapshot: expect.any(String), bytes: expect.any(Number), new_bytes: expect.any(Number) })
  const bare = ['--repository', at('usb'), '--key-file', at('key')]
  expect(await run('backup', 'show', 'latest', ...bare)).toMatchObject({
    code: 0,
    answer: { organization: 'Soup Club', people: 1, verified: true },
  })
  expect((await run('backup', 'list', '--destination', 'usb', ...data)).answer).toHaveLength(1)
  expect(await run('backup', 'verify', ...bare)).toMatchObject({ code: 0, answer: { ok: true, snapshots: 1, damaged: [] } })
  expect(await run('backup', 'prune', '--dry-run', '--destination', 'usb', ...data)).toMatchObject({
    code: 0,
    answer: { remove: [], dry_run: true },
  })

  expect(await run('backup', 'restore', ...bare, '--snapshot', 'latest', '--to', at('new'))).toMatchObject({
    code: 0,
    answer: { snapshot: made.answer.snapshot, people: 1, secrets: true },
  })
  expect(await run('user', 'list', '--data', at('new'))).toMatchObject({ code: 0 })
  expect(await run('backup', 'restore', ...bare, '--to', at('new'))).toMatchObject({
    code: 3,
    answer: { error: { code: 'TARGET_NOT_EMPTY' } },
  })
  expect(await run('backup', 'restore', '--repository', at('usb'), '--to', at('no'))).toMatchObject({
    code: 3,
    answer: { error: { code: 'KEY_NEEDED', next_step: expect.stringContaining('--key-file') } },
  })
  writeFileSync(
    at('wrong'),
    readFileSync(at('key'), 'utf8').replace(/^([0-9A-Z])/m, (c) => (c === 'A' ? 'B' : 'A')),
  )
  const wrong = await run('backup', 'restore', '--repository', at('usb'), '--key-file', at('wrong'), '--to', at('no'))
  expect(wrong).toMatchObject({ code: 3, answer: { error: { code: 'KEY_WRONG' } } })

  expect((await run('backup', 'export', made.answer.snapshot, ...bare, '--to', at('plain'))).code).toBe(0)
  expect(readdirSync(at('plain')).toSorted()).toEqual(['landline.db', 'landline.json', 'manifest.json'])
  const sqlite = new SQLite(at('plain/landline.db'), { readonly: true })
  expect(sqlite.prepare("SELECT count(*) AS n FROM users WHERE emailKey = 'ada@example.com'").get()).toEqual({ n: 1 })
  sqlite.close()

  damageOne(at('usb/sealed'))
  const damaged = await run('backup', 'verify', ...bare)
  expect(damaged).toMatchObject({ code: 1, answer: { ok: false } })
  expect(damaged.answer.damaged[0].object).toMatch(/^chunk [0-9a-f]{64}$/)
})

function damageOne(folder: string): void {
  const file = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => entry.isFile())!
  const at = path.join(file.parentPath, file.name)
  const bytes = readFileSync(at)
  bytes[20]! ^= 1
  writeFileSync(at, bytes)
}
