import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { BrowserSession } from '../../test/support/browser-session.ts'
import { newFolder, startLandline, webFolders } from '../../test/support/landline.ts'
import { Person } from '../../test/support/person.ts'
import { openAppliance } from '../appliance.ts'
import { serve } from '../serving.ts'

const password = 'tulip-organ-mattress'
const cy = { email: 'cy@example.com', full_name: 'Cy Young', password }

/** A server that nobody has set up yet. */
async function startEmpty() {
  const appliance = await openAppliance({ folder: newFolder(), command: 'a test', web: webFolders, hasRateLimits: false })
  const serving = await serve(appliance, { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await serving.stop()
    await appliance.close()
  })
  const browser = new BrowserSession(`http://127.0.0.1:${serving.port}`)
  await browser.fetch('GET', '/json/session')
  return { appliance, browser }
}

test('whoever opens the setup link names the organization, owns it and is in the chat', async () => {
  const { appliance, browser } = await startEmpty()
  const setup = { organization: 'Engines', email: 'ada@example.com', full_name: 'Ada Lovelace', password }
  expect((await browser.ask('GET', '/json/session')).body).toMatchObject({ realm_name: null, user: null })
  const guess = await browser.ask('POST', '/json/setup', { ...setup, token: 'a guess' })
  expect(guess).toMatchObject({ status: 401, body: { msg: expect.stringMatching(/setup link is of an earlier start/) } })

  const token = appliance.setupToken.value
  expect((await browser.ask('POST', '/json/setup', { ...setup, password: 'Lovelace', token })).body.msg).toMatch(/too weak/)
  expect((await browser.ask('POST', '/json/setup', { ...setup, token })).body).toMatchObject({ user: { role: 100 } })
  expect((await browser.ask('GET', '/json/users/me/subscriptions')).body.subscriptions).toMatchObject([{ name: 'general' }])
  expect((await browser.ask('POST', '/json/setup', { ...setup, token })).body.msg).toMatch(
    /already holds the organization “Engines”/,
  )
})

test('a colleague joins by a link, finds the channels, and the link works for the next one too', async () => {
  const landline = await startLandline()
  const channel = await landline.channel('engines', { subscribers: [landline.owner], isPrivate: true })
  const { invite_link } = await landline.owner.post('/invites/multiuse', {
    stream_ids: [channel],
    include_realm_default_subscriptions: true,
    invite_as: 400,
  })
  expect(invite_link.startsWith(`${landline.url}/join/`)).toBe(true)
  const token = invite_link.split('/').at(-2)

  const browser = new BrowserSession(landline.url)
  expect((await browser.ask('GET', `/json/invitations/${token}`)).body).toMatchObject({
    realm_name: 'Example',
    invited_by: 'Olga Owner',
    email: null,
  })
  const { body } = await browser.ask('POST', `/json/invitations/${token}/accept`, cy)
  expect(body).toMatchObject({ user: { full_name: 'Cy Young', role: 400 } })
  const { subscriptions } = (await browser.ask('GET', '/json/users/me/subscriptions')).body
  expect(subscriptions.map(({ name }: { name: string }) => name).sort()).toEqual(['engines', 'general'])

  const next = new BrowserSession(landline.url)
  await next.fetch('GET', '/json/session')
  const joined = await next.ask('POST', `/json/invitations/${token}/accept`, { ...cy, email: 'di@example.com', full_name: 'Di' })
  expect(joined.status).toBe(200)
})

test('a personal invitation is for one person, once', async () => {
  const landline = await startLandline()
  await landline.owner.post('/invites', { invitee_emails: 'cy@example.com, di@example.com', stream_ids: [], invite_as: 600 })
  const { invites } = await landline.owner.get('/invites')
  expect(invites).toMatchObject([{ email: 'di@example.com' }, { email: 'cy@example.com', invited_as: 600, is_multiuse: false }])
  const path = new URL(invites[1].link_url).pathname.replace('/join/', '/json/invitations/')

  const browser = new BrowserSession(landline.url)
  await browser.fetch('GET', '/json/session')
  const other = await browser.ask('POST', `${path}accept`, { ...cy, email: 'eve@example.com' })
  expect(other.body.msg).toBe('This invitation is for cy@example.com.')
  expect((await browser.ask('POST', `${path}accept`, cy)).body).toMatchObject({ user: { role: 600 } })
  expect((await browser.ask('POST', `${path}accept`, { ...cy, email: 'CY@example.com' })).body.msg).toMatch(/used already/)
  expect((await landline.owner.get('/invites')).invites).toHaveLength(1)
})

test('a link has an address that others reach, even where it was made on the computer of the server itself', async () => {
  const landline = await startLandline()
  landline.appliance.settings.change({ publicUrl: 'https://chat.example.org' })
  const serving = await serve(landline.appliance, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => serving.stop())

  const here = new Person(serving.url, landline.owner)
  expect((await here.post('/invites/multiuse')).invite_link).toMatch('https://chat.example.org/join/')
  expect((await here.get('/invites')).invites[0].link_url).toMatch('https://chat.example.org/join/')

  const headers = { authorization: here.authorization, host: 'landline.lan:5463' }
  const [answer] = (await once(get(`${serving.url}/api/v1/invites`, { headers }), 'response')) as [IncomingMessage]
  expect(await json(answer)).toMatchObject({ invites: [{ link_url: expect.stringMatching('http://landline.lan:5463/join/') }] })
})

test('a link that was withdrawn, or has run out, lets nobody in', async () => {
  const landline = await startLandline()
  const links = [
    (await landline.owner.post('/invites/multiuse', {})).invite_link,
    (await landline.owner.post('/invites/multiuse', { invite_expires_in_minutes: 1 })).invite_link,
  ]
  const { invites } = await landline.owner.get('/invites')
  const queue = await landline.owner.register({ event_types: ['invites_changed'] })
  await landline.owner.delete(`/invites/multiuse/${invites[1].id}`)
  expect(await queue.next()).toMatchObject({ type: 'invites_changed' })
  await landline.appliance.database.inTransaction(async (trx) => {
    await trx.updateTable('invitations').set({ expiresAt: 1 }).where('id', '=', invites[0].id).execute()
  })

  const browser = new BrowserSession(landline.url)
  const ask = async (link: string) => (await browser.ask('GET', `/json/invitations/${link.split('/').at(-2)}`)).body.msg
  expect(await ask(links[0])).toMatch(/withdrawn/)
  expect(await ask(links[1])).toMatch(/no longer valid/)
  expect(await ask(`${links[0]}x/`)).toMatch(/not complete/)
})

test('members invite by name but make no open links, and nobody invites above their rank', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  await ada!.post('/invites', { invitee_emails: 'cy@example.com', stream_ids: [] })
  await expect(ada!.post('/invites/multiuse', {})).rejects.toThrow(/Insufficient permission/)
  await expect(ada!.post('/invites', { invitee_emails: 'di@example.com', stream_ids: [], invite_as: 200 })).rejects.toThrow(
    /may not invite people with this role/,
  )
  const guest = await landline.user('gus', { role: 'guest' })
  await expect(guest.post('/invites', { invitee_emails: 'di@example.com', stream_ids: [] })).rejects.toThrow(/guest/)
  await expect(ada!.post('/invites', { invitee_emails: landline.owner.email, stream_ids: [] })).rejects.toThrow(/has an account/)
})
