import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient, safe } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Appliance, openAppliance } from '../appliance.ts'
import type { Control, Status } from './contract.ts'
import { controlHandler } from './handler.ts'
import { type Connection, connectToServer } from './local-client.ts'
import { type LocalSocket, openLocalSocket } from './local-socket.ts'
import type { Owner, OwnersServer } from './owner.ts'
import { findSocket } from './socket-path.ts'

let scratch: string
const endings: (() => unknown)[] = []
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'landline-control-'))
  endings.push(() => rmSync(scratch, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const noWeb = { chat: '/nowhere', settings: '/nowhere' }

async function open(folder = path.join(scratch, 'data')): Promise<Appliance> {
  const appliance = await openAppliance({ folder, command: 'a test', web: noWeb })
  endings.push(() => appliance.close())
  return appliance
}

/** A server as the contract sees it; that it listens is of no interest here. */
function aServer(told: string[] = []): OwnersServer {
  return {
    host: '127.0.0.1',
    urls: ['http://127.0.0.1:5463'],
    since: new Date(1_700_000_000_000),
    isStopping: false,
    peopleConnected: () => 3,
    setupLink: () => 'http://127.0.0.1:5463/setup/?token=t',
    stop: () => void told.push('stop'),
    restart: () => void told.push('restart'),
  }
}

async function overSocket(
  owner: Owner,
  appliance: Appliance,
): Promise<{ socket: LocalSocket; connection: Connection; control: Control }> {
  const socket = await openLocalSocket(appliance.folder, controlHandler(owner, appliance.log), appliance.log)
  endings.push(() => socket.close())
  expect(socket.problem).toBeUndefined()
  const connection = await connectToServer(appliance.folder)
  if (!connection) throw new Error('nobody listens')
  endings.push(() => connection.close())
  return { socket, connection, control: connection.control }
}

const ada = { organization: 'Soup Club', ownerEmail: 'ada@example.com', ownerName: 'Ada', password: 'grotesque lighthouse 7' }

describe('over the local socket', () => {
  let appliance: Appliance
  let control: Control
  let told: string[]
  beforeEach(async () => {
    appliance = await open()
    told = []
    control = (await overSocket({ version: '0.1.0', appliance, server: aServer(told) }, appliance)).control
  })

  test('the owner hears what a move would bring and cost before the bucket is anything but typed', async () => {
    const film = {
      key: 'files/x',
      class: 'messageFile',
      store: 'local',
      bytes: 50e9,
      sha256: Buffer.alloc(32),
      contentType: 'a/b',
    }
    const stored = { ...film, createdAt: 0 }
    await appliance.database.inTransaction((trx) => trx.insertInto('blobs').values(stored).execute())
    const place = { endpoint: null, region: 'eu-central-1', bucket: 'ours', avatarsBucket: null, prefix: '', pathStyle: false }
    const bucket = { ...place, accessKeyId: 'AKIA', hidesMissing: false }
    const plan = await control.storage.planMove({ to: 's3', bucket })
    expect(plan).toMatchObject({ files: 1, bytes: 50e9, cost: { perMonth: 1.15, once: 0.01 } })
    expect((await control.storage.status()).stores).toHaveLength(1)
    const { error } = await safe(control.storage.planMove({ to: 's3' }))
    expect(error?.message).toBe('No bucket is set up yet. Switch to one first.')
  })

  test('the owner sees how Landline is, and the link that makes an organization while there is none', async () => {
    expect(await control.status.get()).toMatchObject({
      state: 'running',
      version: '0.1.0',
      runningSince: 1_700_000_000,
      dataFolder: appliance.folder.path,
      addresses: ['http://127.0.0.1:5463'],
      openToNetwork: false,
      organization: null,
      setupLink: 'http://127.0.0.1:5463/setup/?token=t',
      people: { connected: 3, active: 0 },
      problems: [],
    })
  })

  test('the owner sets up an organization, and nobody does so a second time', async () => {
    const owner = await control.organization.setUp(ada)
    expect(owner).toEqual({
      userId: expect.any(Number),
      email: 'ada@example.com',
      apiKey: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
    })

    const { error } = await safe(control.organization.setUp(ada))

    expect(error).toMatchObject({ code: 'REFUSED', status: 400, message: expect.stringContaining('Soup Club') })
    expect(await control.status.get()).toMatchObject({
      organization: { name: 'Soup Club' },
      setupLink: null,
      people: { active: 1 },
    })
  })

  test('a weak password is refused in a sentence, before anything is made', async () => {
    const { error } = await safe(control.organization.setUp({ ...ada, password: 'password1' }))
    expect(error).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('password is too weak') })
    expect((await control.status.get()).organization).toBeNull()
  })

  test('the owner makes people, gives them roles and keys, and lets them go and come back', async () => {
    await control.organization.setUp(ada)
    const ben = await control.users.create({
      email: 'ben@example.com',
      name: 'Ben',
      role: 'member',
      password: 'tangerine gearbox 19',
    })
    expect(ben.apiKey).not.toBe((await control.users.createApiKey({ email: 'BEN@example.com' })).apiKey)

    expect(await control.users.setRole({ email: 'ben@example.com', role: 'admin' })).toMatchObject({ name: 'Ben', role: 'admin' })
    expect(await control.users.deactivate({ email: 'ben@example.com' })).toMatchObject({ isActive: false })
    expect(await control.users.reactivate({ email: 'ben@example.com' })).toMatchObject({ isActive: true })

    expect((await control.users.list()).map(({ name, role }) => `${name} ${role}`)).toEqual(['Ada owner', 'Ben admin'])
    expect((await safe(control.users.deactivate({ email: 'ada@example.com' }))).error).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('no owner'),
    })
    expect((await safe(control.users.createApiKey({ email: 'nobody@example.com' }))).error).toMatchObject({
      message: 'No such user',
    })
  })

  test('the owner invites by link, sees who was invited, and takes it back', async () => {
    expect((await safe(control.invitations.create({}))).error).toMatchObject({
      message: expect.stringContaining('no organization'),
    })
    await control.organization.setUp(ada)

    const invitation = await control.invitations.create({ role: 'moderator', daysValid: 1 })

    expect(invitation.link).toMatch(/^http:\/\/127\.0\.0\.1:5463\/join\/[\w-]{20,}\/$/)
    expect(invitation).toMatchObject({ role: 'moderator', invitedBy: 'Ada', email: null })
    expect(invitation.expiresAt! - invitation.createdAt).toBe(24 * 60 * 60)
    expect(await control.invitations.list()).toEqual([invitation])
    await control.invitations.revoke({ id: invitation.id })
    expect(await control.invitations.list()).toEqual([])
  })

  test('nobody is added before there is an organization', async () => {
    const { error } = await safe(
      control.users.create({ email: 'b@example.com', name: 'B', role: 'member', password: 'tangerine gearbox 19' }),
    )
    expect(error).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('no organization') })
  })

  test('a setting is changed on disk; one that cannot be, or is not there, is refused by name', async () => {
    expect((await control.settings.get()).values.port).toBe(5463)

    const after = await control.settings.set({ port: 8080 })

    expect(after.values.port).toBe(8080)
    expect(after.waitForRestart).toContain('port')
    expect(JSON.parse(readFileSync(appliance.folder.settings, 'utf8')).port).toBe(8080)
    expect((await safe(control.settings.set({ port: 'x' }))).error).toMatchObject({
      message: expect.stringContaining('“port” should be a whole number'),
    })
    expect((await safe(control.settings.set({ prot: 1 }))).error).toMatchObject({
      message: expect.stringContaining('no setting “prot”'),
    })
    expect(JSON.parse(readFileSync(appliance.folder.settings, 'utf8')).port).toBe(8080)
  })

  test('whoever watches the status hears of a change, and nothing while there is none', async () => {
    const heard: Status[] = []
    for await (const status of await control.status.watch()) {
      heard.push(status)
      if (heard.length === 1) await control.organization.setUp(ada)
      else break
    }
    expect(heard.map(({ organization }) => organization?.name)).toEqual([undefined, 'Soup Club'])
  })

  test('stopping and restarting reach the server', async () => {
    await control.server.restart()
    await control.server.stop()
    expect(told).toEqual(['restart', 'stop'])
  })

  test('what the contract does not allow never reaches a feature', async () => {
    const { error } = await safe(control.users.setRole({ email: 'ada@example.com', role: 'emperor' as 'owner' }))
    expect(error).toMatchObject({ code: 'BAD_REQUEST' })
    const unheardOf = control.users as unknown as { explode(): Promise<void> }
    expect((await safe(unheardOf.explode())).error).toMatchObject({ code: 'NOT_FOUND' })
  })
})

test('the socket belongs to its owner alone, and goes away with the server', async () => {
  const appliance = await open()
  const { socket, connection } = await overSocket({ version: '0', appliance, server: aServer() }, appliance)
  expect(statSync(path.join(appliance.folder.path, 'landline.sock')).mode & 0o777).toBe(0o600)

  connection.close()
  socket.close()

  expect(await connectToServer(appliance.folder)).toBeUndefined()
})

test('a socket that a killed server left behind is nobody’s', async () => {
  const appliance = await open()
  const at = path.join(appliance.folder.path, 'landline.sock')
  const code = `require('node:net').createServer().listen(${JSON.stringify(at)}, () => process.kill(process.pid, 'SIGKILL'))`
  spawnSync(process.execPath, ['-e', code])
  expect(statSync(at).isSocket()).toBe(true)

  expect(await connectToServer(appliance.folder)).toBeUndefined()
  const { control } = await overSocket({ version: '0', appliance, server: aServer() }, appliance)
  expect((await control.status.get()).state).toBe('running')
})

test('a data folder too deep for a socket’s name works all the same', async () => {
  const deep = path.join(scratch, 'd'.repeat(60), 'e'.repeat(60))
  mkdirSync(path.dirname(deep), { recursive: true })
  const appliance = await open(deep)

  const { control } = await overSocket({ version: '0', appliance, server: aServer() }, appliance)

  expect(findSocket(appliance.folder).length).toBeLessThan(104)
  expect((await control.status.get()).dataFolder).toBe(deep)
})

test('something else that speaks to the socket is turned away', async () => {
  const appliance = await open()
  await overSocket({ version: '0', appliance, server: aServer() }, appliance)
  const stranger = connect(findSocket(appliance.folder))
  stranger.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  const answer = (await stranger.toArray()).join('')
  expect(answer).toMatch(/^HTTP\/1.1 426/)
})

test('the settings window calls over a message port, with the same client', async () => {
  const appliance = await open()
  const { port1, port2 } = new MessageChannel()
  endings.push(() => port1.close())
  controlHandler({ version: '0', appliance, server: aServer() }, appliance.log).overPort(port1 as unknown as MessagePort)
  const control: Control = createORPCClient(new RPCLink({ port: port2 as unknown as MessagePort }))
  port2.start()

  expect((await control.organization.setUp(ada)).email).toBe('ada@example.com')
  for await (const status of await control.status.watch()) {
    expect(status.organization).toEqual({ name: 'Soup Club' })
    break
  }
})

test('without a server there is nothing to stop, and the status says so', async () => {
  const appliance = await open()
  const { control } = await overSocket({ version: '0', appliance, server: undefined }, appliance)
  expect(await control.status.get()).toMatchObject({ state: 'open', runningSince: null, addresses: [], setupLink: null })
  expect((await safe(control.server.stop())).error).toMatchObject({ code: 'NOT_RUNNING' })
})
