import { expect, test, vi } from 'vitest'
import { HeardQueue } from '../support/heard-queue.ts'
import { startLandline } from '../support/landline.ts'
import type { Answer, Person } from '../support/person.ts'
import { picture, sendFile, startOrganization } from './organization.ts'
import { mobileRegister, terminalRegister } from './requests.ts'

/** Requirements of the official clients that are easy to miss, where no other test of ours is about them. */

test('a key fits the one-time pad of the mobile app, byte for byte', async () => {
  const landline = await startLandline()
  await landline.user('Grace', { password: 'tulip-organ-mattress' })
  const form = new URLSearchParams({ username: 'grace@example.com', password: 'tulip-organ-mattress' })
  const { api_key } = (await (
    await fetch(`${landline.url}/api/v1/fetch_api_key`, { method: 'POST', body: form })
  ).json()) as Answer
  const pad = Buffer.alloc(32, 0xa5)
  const sent = Buffer.from(api_key, 'ascii').map((byte, index) => byte ^ pad[index]!)
  const read = Buffer.from(sent.map((byte, index) => byte ^ pad[index]!)).toString('ascii')
  expect([sent.length, read]).toEqual([32, api_key])
})

test('an edit that moves nothing says nothing of a move, though the client asked how far it should go', async () => {
  const { ada, ben, owner, general } = await startOrganization()
  const queue = new HeardQueue(ada, await ada.post('/register', mobileRegister))
  const { id } = await ben.send('general', 'hello', 'Helo')
  await ben.patch(`/messages/${id}`, { content: 'Hello', topic: 'hello', propagate_mode: 'change_all' })
  await owner.patch(`/messages/${id}`, { topic: 'hello', stream_id: general, propagate_mode: 'change_later' }).catch(() => {})
  const updates = (await queue.all()).filter(({ type }) => type === 'update_message')
  expect(updates).toHaveLength(1)
  expect(updates[0]).toMatchObject({ message_id: id, rendered_content: '<p>Hello</p>', orig_content: 'Helo' })
  for (const field of ['propagate_mode', 'subject', 'orig_subject', 'new_stream_id']) expect(updates[0]).not.toHaveProperty(field)
})

test('a client with an API key sees every picture there is, and is never sent to a sign-in page', async () => {
  const { ada, ben } = await startOrganization()
  const snapshot = await ada.post('/register', mobileRegister)
  const photo = await ben.upload('photo.png', await picture(), 'image/png')
  const { id } = await ben.send('general', 'photos', `[photo.png](${photo.uri})`)
  const { content } = (await ada.get(`/messages/${id}`)).message
  const thumbnail = /src="(\/user_uploads\/thumbnail\/[^"]+)\/[^/"]+"/.exec(content)?.[1]
  expect(thumbnail, content).toBeDefined()
  const { server_thumbnail_formats: formats, realm_emoji: emoji } = snapshot
  const people: Answer[] = [...snapshot.realm_users, ...snapshot.realm_non_active_users, ...snapshot.cross_realm_bots]
  const avatars = people.map(({ avatar_url, user_id }) => avatar_url ?? `/avatar/${user_id}`)
  const addresses: string[] = [
    ...avatars.flatMap((url: string) =>
      [url, url.replace(/(\.png)?$/, '-medium.png')].filter((one) => !one.startsWith('/avatar/')),
    ),
    ...formats.filter(({ animated }: Answer) => !animated).map(({ name }: Answer) => `${thumbnail}/${name}`),
    ...Object.values<Answer>(emoji).flatMap(({ source_url, still_url }) => (still_url ? [source_url, still_url] : [source_url])),
    snapshot.realm_icon_url,
    photo.uri,
  ]
  for (const address of addresses) {
    const { pathname, search } = new URL(address, ada.url)
    const response = await ada.page(pathname + search)
    expect([address, response.status, response.headers.get('content-type')]).toEqual([
      address,
      200,
      expect.stringMatching(/^image\//),
    ])
    await response.arrayBuffer()
  }
  const redirected = await ada.page(`/avatar/${ben.id}/medium`)
  expect([redirected.status, redirected.headers.get('location')]).toEqual([302, expect.stringMatching(/-medium\.png/)])
})

test('the mobile app finds the emoji under the names of version 11, from anywhere and without a key', async () => {
  const landline = await startLandline()
  const { server_emoji_data_url } = await landline.owner.post('/register', mobileRegister)
  const response = await fetch(server_emoji_data_url, { headers: { origin: 'https://elsewhere.example' } })
  const { code_to_names } = (await response.json()) as Answer
  expect(code_to_names['1f642']).toContain('slight_smile')
  expect(Object.keys(code_to_names).length).toBeGreaterThan(1500)
})

test('a client that waits hears that the connection is alive, whatever it asked for', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const landline = await startLandline()
    const { id, snapshot } = await landline.owner.register({ event_types: ['alert_words'] })
    let heard: Answer | undefined
    const asking = landline.owner.get('/events', { queue_id: id, last_event_id: snapshot.last_event_id }).then((answer) => {
      heard = answer
    })
    while (!heard) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      vi.advanceTimersByTime(60_000) // less than the 90 s after which clients give up
    }
    await asking
    expect(heard.events[0]).toEqual({ type: 'heartbeat', id: expect.any(Number) })
  } finally {
    vi.useRealTimers()
  }
})

test('unread direct messages name the other person for the mobile app and the sender for the terminal', async () => {
  const { ada, ben, owner } = await startOrganization()
  await ben.tell([ada], 'Psst')
  await ben.tell([ada, owner], 'We three')
  for (const request of [mobileRegister, terminalRegister]) {
    const { pms, huddles } = (await ada.post('/register', request)).unread_msgs
    expect(pms).toMatchObject([{ other_user_id: ben.id, sender_id: ben.id }])
    expect(huddles).toMatchObject([{ user_ids_string: [ada.id, ben.id, owner.id].toSorted((a, b) => a - b).join(',') }])
  }
})

test('whoever asks for what is not there, or goes wrong in any other way, is told so in JSON', async () => {
  const { ada } = await startOrganization()
  const asked: [string, string][] = [
    ['GET', '/no/such/thing'],
    ['PUT', '/messages'],
    ['GET', '/messages/999999'],
    ['GET', '/messages/x'],
    ['GET', '/messages?anchor=soon&num_before=-1'],
    ['GET', '/messages?narrow=%5B%22'],
    ['POST', '/messages'],
    ['POST', '/user_uploads'],
    ['GET', '/user_uploads/1/ab/none.png'],
    ['GET', '/%E0%A4%A'],
    ['GET', '/events?queue_id=none&last_event_id=-1'],
  ]
  for (const [method, path] of asked) {
    const response = await ada.fetch(method, path)
    const text = await response.text()
    expect([path, response.status >= 400 && response.status < 500, text.startsWith('{')]).toEqual([path, true, true])
    expect([path, JSON.parse(text)]).toMatchObject([
      path,
      { result: 'error', msg: expect.stringMatching(/./), code: expect.stringMatching(/^[A-Z_]+$/) },
    ])
  }
})

test('a file goes up under whatever name the form gives it', async () => {
  const { ada } = await startOrganization()
  for (const field of ['file', 'files[]', '/home/ada/holiday photos/beach.png']) {
    const { uri, url } = await sendFile(ada, '/user_uploads', 'beach.png', await picture(), field)
    expect([field, uri, url]).toEqual([field, expect.stringMatching(/^\/user_uploads\/1\/.+\/beach\.png$/), uri])
  }
})

test('a message is changed and deleted by words in the query as well as in the body', async () => {
  const { ada } = await startOrganization()
  const change = (person: Person, method: string, path: string) =>
    fetch(`${person.url}/api/v1${path}`, { method, headers: { authorization: person.authorization } })
  const { id } = await ada.send('general', 'hello', 'Helo')
  expect((await change(ada, 'PATCH', `/messages/${id}?message_id=${id}&content=Hello`)).status).toBe(200)
  expect((await ada.get(`/messages/${id}`)).raw_content).toBe('Hello')
  expect((await change(ada, 'DELETE', `/messages/${id}?message_id=${id}`)).status).toBe(200)
  await expect(ada.get(`/messages/${id}`)).rejects.toThrow('Invalid message')
})

test('a client that asks again at its queue has its first question answered, and loses nothing', async () => {
  const landline = await startLandline()
  const { id, snapshot } = await landline.owner.register({ event_types: ['alert_words'] })
  const poll = () => landline.owner.get('/events', { queue_id: id, last_event_id: snapshot.last_event_id })
  let answered: Answer | undefined
  void poll().then((answer) => {
    answered = answer
  })
  const again: Promise<Answer>[] = []
  while (!answered) {
    again.push(poll())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(answered).toMatchObject({ result: 'success', events: [] })
  await landline.owner.post('/users/me/alert_words', { alert_words: ['engine'] })
  const heard = (await Promise.all(again)).flatMap(({ events }) => events) // by whoever came last, over another connection each
  expect(heard).toMatchObject([{ type: 'alert_words', alert_words: ['engine'] }])
})
