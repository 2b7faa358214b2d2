import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type Running, runLandline } from '../run.ts'
import type { Control } from './contract.ts'
import { connectToServer } from './local-client.ts'
import { Tickets } from './tickets.ts'
import { refuseDistant } from './unlock.ts'

let folder: string
let running: Running
let url: string
const password = 'grotesque lighthouse 7'

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'landline-unlock-'))
  const web = { chat: '/nowhere', settings: '/nowhere' }
  running = await runLandline({
    folder,
    command: 'a test',
    web,
    host: '127.0.0.1',
    port: 0,
    onStop: () => {},
    onRestart: () => {},
  })
  url = running.serving.url
  const line = await connectToServer({ path: folder })
  await line!.control.organization.setUp({ organization: 'Soup', ownerEmail: 'ada@example.com', ownerName: 'Ada', password })
  await line!.control.users.create({ email: 'ben@example.com', name: 'Ben', role: 'admin', password: 'tangerine gearbox 19' })
  line!.close()
})
afterEach(async () => {
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Unlocked {
  readonly status: number
  readonly result: string
  readonly code?: string
  readonly msg: string
  readonly ticket?: string
}

async function unlock(username: string, given: string, headers: Record<string, string> = {}): Promise<Unlocked> {
  const response = await fetch(`${url}/json/control/unlock`, {
    method: 'POST',
    body: new URLSearchParams({ username, password: given }),
    headers: { cookie: 'csrftoken=t', 'x-csrftoken': 't', ...headers },
  })
  return { status: response.status, ...((await response.json()) as Omit<Unlocked, 'status'>) }
}

/** Resolves to how the server answered the wish for a WebSocket: 101, or the status of its refusal. */
function knock(ticket: string, origin = url): Promise<{ status: number; webSocket: WebSocket }> {
  const webSocket = new WebSocket(`${url.replace('http', 'ws')}/control?ticket=${ticket}`, { origin })
  return new Promise((resolve, reject) => {
    webSocket.once('open', () => resolve({ status: 101, webSocket }))
    webSocket.once('unexpected-response', (_request, { statusCode = 0 }) => resolve({ status: statusCode, webSocket }))
    webSocket.once('error', reject)
  })
}

test('an owner shows their password, and the settings page has the same contract as everyone', async () => {
  const { ticket = '' } = await unlock('ada@example.com', password)
  const { status, webSocket } = await knock(ticket)
  expect(status).toBe(101)

  const control: Control = createORPCClient(new RPCLink({ websocket: webSocket as unknown as globalThis.WebSocket }))

  expect((await control.users.list()).map(({ name }) => name)).toEqual(['Ada', 'Ben'])
  for await (const status of await control.status.watch()) {
    expect(status).toMatchObject({ state: 'running', organization: { name: 'Soup' }, addresses: [url] })
    break
  }
  webSocket.close()
})

test('a ticket opens one line, and a made-up one none', async () => {
  const { ticket = '' } = await unlock('ada@example.com', password)
  const { webSocket } = await knock(ticket)
  expect((await knock(ticket)).status).toBe(403)
  expect((await knock('made-up')).status).toBe(403)
  webSocket.close()
})

test('a page of another site gets no line, whatever it knows', async () => {
  const { ticket = '' } = await unlock('ada@example.com', password)
  expect((await knock(ticket, 'http://evil.example')).status).toBe(403)
  expect(await unlock('ada@example.com', password, { origin: 'http://evil.example' })).toMatchObject({
    status: 403,
    code: 'CSRF_FAILED',
  })
})

test('a wrong password, and somebody who is not an owner, are refused', async () => {
  expect(await unlock('ada@example.com', 'soup')).toMatchObject({ status: 401, code: 'AUTHENTICATION_FAILED' })
  expect(await unlock('nobody@example.com', 'soup')).toMatchObject({ status: 401, code: 'AUTHENTICATION_FAILED' })
  expect(await unlock('ben@example.com', 'tangerine gearbox 19')).toMatchObject({
    status: 400,
    msg: expect.stringContaining('Only an owner'),
  })
})

test('after five wrong passwords even the right one has to wait', async () => {
  for (let i = 0; i < 5; i++) await unlock('ada@example.com', `soup ${i}`)
  expect(await unlock('ada@example.com', password)).toMatchObject({ status: 429, code: 'RATE_LIMIT_HIT' })
})

test('who comes through a proxy is not on this computer', async () => {
  expect(await unlock('ada@example.com', password, { 'x-forwarded-for': '192.168.1.5' })).toMatchObject({
    status: 400,
    msg: expect.stringContaining('only on the computer that it runs on'),
  })
})

test.each([
  ['127.0.0.1', 'http://127.0.0.1:5463', true],
  ['::1', 'http://[::1]:5463', true],
  ['::ffff:127.0.0.1', 'http://localhost:5463', true],
  ['192.168.1.5', 'http://192.168.1.5:5463', false],
  ['127.0.0.1', 'http://rebound.example:5463', false],
])('from %s at %s the settings open: %s', (ip, origin, opens) => {
  const ask = () => refuseDistant({ ip, origin, headers: {} })
  if (opens) expect(ask).not.toThrow()
  else expect(ask).toThrow('only on the computer')
})

test('a ticket is no good after a minute', () => {
  vi.useFakeTimers()
  try {
    const tickets = new Tickets()
    const ticket = tickets.issue('setup')
    vi.advanceTimersByTime(61_000)
    expect(tickets.take(ticket)).toBeUndefined()
  } finally {
    vi.useRealTimers()
  }
})
