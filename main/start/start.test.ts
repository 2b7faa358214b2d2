import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answeredByServer } from './answered-by-server.ts'
import { desktopChance } from './desktop.ts'
import { moveInto } from './move-into.ts'
import { at, type Part } from './parts.ts'
import { fingerprint, isStale, noteBuilt } from './staleness.ts'

let scratch: string
let part: Part
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'landline-start-'))
  mkdirSync(path.join(scratch, 'src'))
  writeFileSync(path.join(scratch, 'src', 'a.ts'), 'a')
  part = { name: `test-${process.pid}`, config: 'none', sources: [path.join(scratch, 'src'), path.join(scratch, 'package.json')] }
})
afterEach(() => {
  rmSync(at('dist', '.built', part.name), { force: true })
  rmSync(scratch, { recursive: true, force: true })
})

const source = (name: string): string => path.join(scratch, 'src', name)

test('what was never built is stale, and what was just built is not', () => {
  expect(isStale(part)).toBe(true)
  noteBuilt(part, fingerprint(part))
  expect(isStale(part)).toBe(false)
})

test.each([
  ['changed', () => writeFileSync(source('a.ts'), 'changed')],
  ['touched, even back in time', () => utimesSync(source('a.ts'), 1, 1)],
  ['added', () => writeFileSync(source('b.ts'), '')],
  ['removed', () => rmSync(source('a.ts'))],
  ['a package', () => writeFileSync(path.join(scratch, 'package.json'), '{}')],
])('a source that was %s makes it stale', (_, change) => {
  noteBuilt(part, fingerprint(part))
  change()
  expect(isStale(part)).toBe(true)
})

test('a test that was changed is nobody’s reason to build', () => {
  noteBuilt(part, fingerprint(part))
  writeFileSync(source('a.test.ts'), '')
  expect(isStale(part)).toBe(false)
})

test('a build takes the place of one in use; only a whole build removes what is old', () => {
  const [from, to] = [path.join(scratch, 'new'), path.join(scratch, 'built')]
  const build = (names: string[]) => {
    mkdirSync(path.join(from, 'assets'), { recursive: true })
    for (const name of names) writeFileSync(path.join(from, name), name)
  }
  const built = () => readdirSync(to, { recursive: true, encoding: 'utf8' }).toSorted()
  build(['main.js', 'assets/a.js'])
  moveInto(from, to, false)
  build(['main.js', 'assets/b.js'])

  moveInto(from, to, false)
  expect(built()).toEqual(['assets', 'assets/a.js', 'assets/b.js', 'main.js'])

  build(['main.js'])
  moveInto(from, to, true)
  expect(built()).toEqual(['assets', 'main.js'])
})

test('the desktop app needs Electron’s program and a display; what is missing is named', () => {
  const electron = path.join(scratch, 'electron')
  mkdirSync(path.join(electron, 'dist'), { recursive: true })
  expect(desktopChance({ DISPLAY: ':0' }, 'linux', electron)).toEqual({
    electron: undefined,
    missing: 'Electron’s program is not installed here',
  })

  writeFileSync(path.join(electron, 'path.txt'), 'electron')
  expect(desktopChance({ DISPLAY: ':0' }, 'linux', electron).electron).toBeUndefined() // noted, yet not there
  writeFileSync(path.join(electron, 'dist', 'electron'), '')

  const program = path.join(electron, 'dist', 'electron')
  expect(desktopChance({ DISPLAY: ':0' }, 'linux', electron)).toEqual({ electron: program })
  expect(desktopChance({}, 'darwin', electron).electron).toBe(program)
  expect(desktopChance({}, 'linux', electron)).toEqual({
    electron: undefined,
    missing: 'this terminal has no display',
  })
})

test('while one works on a page, its modules come from there and all else from the server', () => {
  const isServers = (path: string) => new RegExp(answeredByServer).test(path)
  const servers = ['/api/v1/register', '/json/session', '/json/events/socket', '/control?ticket=x', '/user_uploads/1/a/b.png']
  expect(servers.filter(isServers)).toEqual(servers)
  const pages = ['/', '/setup/?token=x', '/main.tsx', '/api/session.ts', '/static/app/main.tsx', '/line/socket-line.ts']
  expect(pages.filter(isServers)).toEqual([])
})

test('npm start without a display says so, serves, and shows the link to begin with', async () => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env
  const args = [path.join(import.meta.dirname, 'start.ts'), '--data', path.join(scratch, 'data'), '--port', '0']
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const why = text(child.stderr)
  let said = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk
    if (said.includes('Ctrl+C')) break
  }
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')

  expect(code).toBe(0)
  expect(await why).toMatch(/^Landline runs without a window: .+\.$/m)
  expect(said).toMatch(/^Landline is running: (http:\/\/127\.0\.0\.1:\d+)\n[\s\S]*\1\/setup\/\?token=/m)
})
