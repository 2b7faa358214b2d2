import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../test/support/free-port.ts'

/* The built program, as people and scripts call it. */

const program = path.resolve(import.meta.dirname, '../../dist/server/landline.js')

/** A data folder in which Ada has set up the Soup Club, for tests to begin from. */
const template = mkdtempSync(path.join(tmpdir(), 'landline-cli-template-'))
beforeAll(async () => {
  const password = path.join(template, 'password')
  writeFileSync(password, 'grotesque lighthouse 7')
  await json('setup', ...ada(password), '--data', path.join(template, 'data'))
})
afterAll(() => rmSync(template, { recursive: true, force: true }))
const withOrganization = (): void => cpSync(path.join(template, 'data'), data, { recursive: true })

let scratch: string
let data: string
let passwordFile: string
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'landline-cli-'))
  data = path.join(scratch, 'data')
  passwordFile = path.join(scratch, 'password')
  writeFileSync(passwordFile, 'grotesque lighthouse 7\n')
})
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  rmSync(scratch, { recursive: true, force: true })
})

function start(args: readonly string[], env: Record<string, string> = {}, input?: string): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, LANDLINE_DATA: data, ...env },
    stdio: 'pipe',
  })
  children.push(child)
  child.stdin!.end(input)
  return child
}

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function landline(args: readonly string[], input?: string): Promise<Ran> {
  const child = start(args, {}, input)
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')])
  expect(err).not.toMatch(/\n\s+at .*\d+:\d+/) // no stack trace reaches a person
  return { code, out, err }
}

async function json(...args: string[]): Promise<any> {
  const { code, out, err } = await landline([...args, '--json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out.split('\n')).toHaveLength(2)
  return JSON.parse(out)
}

const ada = (password = passwordFile) => [
  '--organization',
  'Soup Club',
  '--owner-email',
  'ada@example.com',
  '--owner-name',
  'Ada',
  '--password-file',
  password,
]
const ben = () => ['--email', 'ben@example.com', '--name', 'Ben', '--role', 'moderator', '--password-file', passwordFile]

interface Server {
  readonly url: string
  readonly pid: number
  readonly firstLine: string
  /** Everything on standard output and on standard error, once it has ended. */
  readonly all: Promise<Ran>
  readonly child: ChildProcess
}

async function serve(args?: readonly string[], env: Record<string, string> = {}): Promise<Server> {
  const port = args ?? ['--port', String(await freePort())]
  const child = start(['serve', '--host', '127.0.0.1', '--tls', 'off', '--json', ...port], env)
  const all = Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]).then(([out, err, [code]]) => ({
    code,
    out,
    err,
  }))
  const [firstLine] = (await once(createInterface(child.stdout!), 'line')) as [string]
  return { ...JSON.parse(firstLine), firstLine, all, child }
}

describe('without a server', () => {
  test('an organization is set up once, and its key works as soon as it is served', async () => {
    const owner = await json('setup', ...ada())
    expect(owner).toEqual({ user_id: expect.any(Number), email: 'ada@example.com', api_key: expect.stringMatching(/^\w{32}$/) })

    const again = await landline(['setup', ...ada(), '--json'])

    expect(again.code).toBe(3)
    expect(JSON.parse(again.out)).toMatchObject({ error: { code: 'BAD_REQUEST', message: expect.stringContaining('Soup Club') } })
    const { url } = await serve()
    const authorization = `Basic ${Buffer.from(`ada@example.com:${owner.api_key}`).toString('base64')}`
    const me = (await (await fetch(`${url}/api/v1/users/me`, { headers: { authorization } })).json()) as object
    expect(me).toMatchObject({ result: 'success', full_name: 'Ada', is_owner: true })
    const subscriptions = await (await fetch(`${url}/api/v1/users/me/subscriptions`, { headers: { authorization } })).json()
    expect(subscriptions).toMatchObject({ subscriptions: [{ name: 'general' }] })
  })

  test('people are made and listed, and get more keys', async () => {
    withOrganization()
    const made = await json('user', 'create', ...ben())
    const another = await json('user', 'api-key', '--email', 'ben@example.com')

    expect(another).toEqual({ user_id: made.user_id, email: 'ben@example.com', api_key: expect.stringMatching(/^\w{32}$/) })
    expect(another.api_key).not.toBe(made.api_key)
    expect((await json('user', 'list')).users).toMatchObject([
      { full_name: 'Ada', role: 'owner' },
      { full_name: 'Ben', role: 'moderator', is_active: true },
    ])
    const { out } = await landline(['user', 'list'])
    expect(out).toMatch(/Ada +ada@example.com +owner\n.*Ben +ben@example.com +moderator/)
  })

  test('a password can be piped; a weak one is refused and nothing is made', async () => {
    writeFileSync(passwordFile, 'password1')
    const weak = await landline(['setup', ...ada()])
    expect(weak).toMatchObject({ code: 3, out: '', err: expect.stringContaining('The password is too weak') })

    const piped = await landline(['setup', ...ada().slice(0, -1), '-', '--json'], 'grotesque lighthouse 7\n')
    expect(piped.code).toBe(0)
  })

  test('a mistyped folder is not taken for a new one', async () => {
    const typo = path.join(scratch, 'daat')
    const { code, err } = await landline(['user', 'list', '--data', typo])
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining(`There is no Landline in ${typo}`) })
    expect(existsSync(typo)).toBe(false)
  })

  test('a settings file with a mistake is named by line and kept', async () => {
    withOrganization()
    const broken = '{\n  "prot": 80\n}'
    writeFileSync(path.join(data, 'landline.json'), broken)
    const { code, out, err } = await landline(['serve', '--json'])
    expect(code).toBe(4)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'SETTINGS_INVALID' } })
    expect(err).toContain('landline.json, line 2: there is no “prot”; it should be “port”')
    expect(readFileSync(path.join(data, 'landline.json'), 'utf8')).toBe(broken)
  })

  test('the status says that nothing runs, in words and by its exit code', async () => {
    withOrganization()
    expect(await landline(['status'])).toMatchObject({ code: 5, out: expect.stringContaining('Landline is not running.') })
    expect(await landline(['stop'])).toMatchObject({ code: 5 })
  })
})

test('a command line that makes no sense is answered with help, not with a guess', async () => {
  expect(await landline(['user', 'create', '--json'])).toMatchObject({
    code: 2,
    err: expect.stringContaining("required option '--email"),
  })
  expect(await landline(['serve', '--port', '70000'])).toMatchObject({ code: 2, err: expect.stringContaining('from 0 to 65535') })
  expect(await landline(['sevre'])).toMatchObject({ code: 2, err: expect.stringContaining('serve') })
  expect(await landline(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes:') })
})

describe('with a server', () => {
  test('its first line says where it is; commands reach people through it; a signal ends it', async () => {
    withOrganization()
    const { firstLine, url, pid, child, all } = await serve()
    expect(JSON.parse(firstLine)).toEqual({
      event: 'ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pid: child.pid,
    })

    const { api_key } = await json('user', 'create', ...ben())
    const authorization = `Basic ${Buffer.from(`ben@example.com:${api_key}`).toString('base64')}`
    expect((await fetch(`${url}/api/v1/users/me`, { headers: { authorization } })).status).toBe(200)
    expect(await json('status')).toMatchObject({ state: 'running', pid, addresses: [url], people: { active: 2 } })
    await json('user', 'deactivate', '--email', 'ben@example.com')
    expect((await fetch(`${url}/api/v1/users/me`, { headers: { authorization } })).status).toBe(401)

    child.kill('SIGTERM')

    expect(await all).toEqual({ code: 0, out: `${firstLine}\n`, err: '' })
    expect(await landline(['status'])).toMatchObject({ code: 5 })
  })

  test('“landline stop” ends it, too, and “restart” brings it back at the same address', async () => {
    withOrganization()
    const { url, child, all } = await serve()
    const lines = createInterface(child.stdout!)
    const again = once(lines, 'line') as Promise<[string]>
    await json('restart')
    const [line] = await again
    expect(JSON.parse(line)).toMatchObject({ event: 'ready', pid: child.pid, url })

    expect(await json('stop')).toEqual({ stopped: true })

    expect((await all).code).toBe(0)
  })

  test('a taken port is passed over, said, and remembered for the next start', async () => {
    withOrganization()
    const taken = await freePort()
    const other = createServer().listen(taken, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')

    const { url, child, all } = await serve(['--port', String(taken)])

    const port = Number(new URL(url).port)
    expect(port).not.toBe(taken)
    expect(JSON.parse(readFileSync(path.join(data, 'landline.json'), 'utf8')).port).toBe(port)
    expect((await json('status')).problems).toMatchObject([{ code: 'PORT_MOVED' }])
    child.kill('SIGTERM')
    expect((await all).err).toContain(`Port ${taken} is used by another program, so Landline took port ${port}`)
    const next = await serve([])
    expect(new URL(next.url).port).toBe(String(port))
  })

  test('rate limits that are off are said loudly: at start, in the log, in the status', async () => {
    withOrganization()
    const { child, all } = await serve(undefined, { LANDLINE_RATE_LIMITS: 'off' })
    expect((await json('status')).problems).toMatchObject([{ code: 'RATE_LIMITS_OFF' }])
    child.kill('SIGTERM')
    expect((await all).err).toContain('Warning: Rate limits are off')
    expect(readFileSync(path.join(data, 'logs', 'landline.log'), 'utf8')).toContain('Rate limits are off')
  })

  test('whoever starts it first gets a link that makes the organization, until there is one', async () => {
    const child = start(['serve', '--host', '127.0.0.1', '--port', '0'])
    let said = ''
    for await (const chunk of child.stdout!) {
      said += chunk
      if (said.includes('Ctrl+C')) break
    }
    expect(said).toMatch(/Open this link .*\n +http:\/\/127\.0\.0\.1:\d+\/setup\/\?token=[\w-]{24}\n/)
    expect((await json('status')).setupLink).toMatch(/\/setup\/\?token=/)
    await json('setup', ...ada())
    expect((await json('status')).setupLink).toBeNull()
  })
})
