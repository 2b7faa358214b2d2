import path from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { Secret } from '../../server/config/secrets/secret.ts'
import type { Control } from '../../server/control/contract.ts'
import { keepRunning } from '../../server/keep-running.ts'
import type { Running } from '../../server/run.ts'
import { BrowserSession } from '../support/browser-session.ts'
import { freePort } from '../support/free-port.ts'
import { newFolder, startLandline, webFolders } from '../support/landline.ts'
import { bucketAt } from '../support/storage/s3-server.ts'
import { startS3rver } from '../support/storage/s3rver.ts'

const password = 'tulip-organ-mattress'

async function startNew() {
  const ready: Running[] = []
  const kept = await keepRunning({
    folder: path.join(newFolder(), 'data'),
    command: 'a test',
    web: webFolders,
    host: '127.0.0.1',
    port: await freePort(),
    ready: (running) => ready.push(running),
    ended: () => {},
  })
  onTestFinished(() => kept.stop())
  const { url } = ready[0]!.serving
  const token = new URL((await ready[0]!.setupLink())!).searchParams.get('token')!
  return { kept, ready, url, token }
}

async function unlock(url: string, token: string): Promise<{ code?: string; ticket?: string }> {
  const response = await fetch(`${url}/json/control/unlock`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
    headers: { cookie: 'csrftoken=t', 'x-csrftoken': 't' },
  })
  return (await response.json()) as { code?: string; ticket?: string }
}

async function lineTo(url: string, ticket: string): Promise<Control> {
  const webSocket = new WebSocket(`${url.replace('http', 'ws')}/control?ticket=${ticket}`, { origin: url })
  onTestFinished(() => webSocket.terminate())
  await new Promise((resolve, reject) => webSocket.once('open', resolve).once('error', reject))
  return createORPCClient(new RPCLink({ websocket: webSocket as unknown as globalThis.WebSocket }))
}

test('on a new computer, whoever has the setup link sees what is in a backup and brings it back; nobody else does', async () => {
  const old = await startLandline()
  const { features, folder } = old.appliance
  await old.user('Ada', { password })
  const browser = new BrowserSession(old.url)
  await browser.signIn('ada@example.com', password)
  await old.channel('general', { subscribers: [old.owner] })
  await old.owner.send('general', 'lunch', 'Soup?')
  const key = (await features.backups.createKey(false)).reveal()
  await features.backups.create(undefined, 'asked')
  await old.stop()

  const { ready, url, token } = await startNew()
  expect(await unlock(url, 'made-up')).toMatchObject({ code: 'AUTHENTICATION_FAILED' })
  const line = await lineTo(url, (await unlock(url, token)).ticket!)
  await expect(line.users.list()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(line.settings.get()).rejects.toMatchObject({ code: 'NOT_FOUND' })

  const backups = { folder: folder.backups }
  expect(await line.restores.list(backups)).toMatchObject({ needsKey: true, snapshots: [{ content: null }] })
  await expect(line.restores.list({ ...backups, key: '0000-0000-0000-0000-0000-0000-0000' })).rejects.toMatchObject({
    code: 'REFUSED',
  })
  const source = { ...backups, key }
  const { snapshots, organization, isOurs } = await line.restores.list(source)
  expect({ organization, isOurs }).toEqual({ organization: 'Example', isOurs: false })
  expect(await line.restores.preview({ source, snapshot: snapshots[0]!.snapshot })).toMatchObject({
    snapshot: { content: { people: 2, messages: 1, organization: 'Example', hasSecrets: true } },
    present: null,
  })

  await line.restores.start({ source, snapshot: snapshots[0]!.snapshot, choice: { what: 'everything' } })
  await expect.poll(() => ready.length).toBe(2)

  expect(ready[1]!.serving.url).toBe(url)
  expect(ready[1]!.appliance.features.restores.status.result).toMatchObject({ outcome: 'done', safetySnapshot: null })
  expect(await unlock(url, token)).toMatchObject({ code: 'ORGANIZATION_EXISTS' })
  const [next] = await ready[1]!.appliance.features.backups.create('local', 'asked')
  expect(next!.manifest, 'the key that seals came along').toMatchObject({ hasSecrets: true })
  const again = new BrowserSession(url)
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  expect(await again.ask('GET', '/json/users/me')).toMatchObject({ body: { full_name: 'Ada' } })
})

test('on a new computer, a bucket and the key are enough', async () => {
  const server = await startS3rver(['backups'])
  onTestFinished(() => server.stop())
  const bucket = bucketAt(server, 'backups', { prefix: 'soup/' })
  const secret = server.secretAccessKey
  const old = await startLandline()
  const { backups } = old.appliance.features
  const key = (await backups.createKey(false)).reveal()
  await backups.addDestination('offsite', { bucket }, new Secret(secret))
  await backups.create('offsite', 'asked')
  await old.stop()

  const { ready, url, token } = await startNew()
  const line = await lineTo(url, (await unlock(url, token)).ticket!)
  const wrong = { bucket: { ...bucket, bucket: 'elsewhere' }, secret, key }
  await expect(line.restores.list(wrong)).rejects.toMatchObject({ code: 'REFUSED', data: { nextStep: expect.any(String) } })
  const source = { bucket, secret, key }
  expect(await line.restores.list(source)).toMatchObject({ needsKey: false, snapshots: [{ content: { people: 1 } }] })
  await line.restores.start({ source, snapshot: 'latest', choice: { what: 'everything' } })
  await expect.poll(() => ready.length).toBe(2)
  expect(ready[1]!.appliance.features.restores.status.result).toMatchObject({ outcome: 'done' })
})

test('once somebody has made an organization, the line of the setup link answers nothing any more', async () => {
  const { kept, url, token } = await startNew()
  const line = await lineTo(url, (await unlock(url, token)).ticket!)
  expect(await line.restores.status()).toEqual({ underWay: null, result: null })
  const { setUpOrganization } = await import('../../server/registration/set-up-organization.ts')
  const facts = { organization: 'Soup', ownerEmail: 'ada@example.com', ownerName: 'Ada', passwordHash: '$unused' }
  await kept.running!.appliance.database.inTransaction((trx) => setUpOrganization(trx, facts))
  await expect(line.restores.status()).rejects.toMatchObject({ data: { code: 'ORGANIZATION_EXISTS' } })
})
