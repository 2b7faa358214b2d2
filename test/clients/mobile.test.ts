import { describe, expect, test } from 'vitest'
import { startLandline } from '../support/landline.ts'
import type { Answer } from '../support/person.ts'
import { mobile } from './mobile-shapes.ts'
import { picture, startOrganization, talk } from './organization.ts'
import { mobileRegister } from './requests.ts'

const expectShape = (type: string, value: unknown): void => expect(mobile.wrongWith(type, value)).toEqual([])

async function json(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init)
  expect([url, response.status]).toEqual([url, 200])
  return (await response.json()) as Answer
}

test('the mobile app meets a server, signs in with a password and knows all emoji', async () => {
  const landline = await startLandline()
  await landline.user('Grace', { password: 'tulip-organ-mattress' })
  const settings = await json(`${landline.url}/api/v1/server_settings`)
  expectShape('GetServerSettingsResult', settings)
  expect(new URL(settings.realm_uri).origin).toBe(landline.url)

  const form = new URLSearchParams({ username: 'grace@example.com', password: 'tulip-organ-mattress' })
  const signedIn = await json(`${landline.url}/api/v1/fetch_api_key`, { method: 'POST', body: form })
  expectShape('FetchApiKeyResult', signedIn)
  expect(signedIn.email).toBe('grace@example.com')

  const snapshot = await landline.owner.post('/register', mobileRegister)
  expectShape('ServerEmojiData', await json(snapshot.server_emoji_data_url))
})

test('an organization where nothing has happened yet opens in the mobile app', async () => {
  const landline = await startLandline()
  const snapshot = await landline.owner.post('/register', mobileRegister)
  expectShape('InitialSnapshot', snapshot)
  expect(snapshot.queue_id).toEqual(expect.any(String))
})

test('an organization in use opens in the mobile app, for each of its people', async () => {
  const organization = await startOrganization()
  const { owner, ada, ben, gus } = organization
  await talk(organization)
  for (const person of [owner, ada, ben, gus]) {
    const snapshot = await person.post('/register', mobileRegister)
    expectShape('InitialSnapshot', snapshot)
    expect(snapshot.realm_users.map(({ user_id }: Answer) => user_id)).toContain(person.id)
  }

  // What is described must have been there to be looked at.
  const snapshot = await ada.post('/register', mobileRegister)
  const looked = `alert_words muted_users presences realm_emoji realm_user_groups recent_private_conversations subscriptions
    channel_folders starred_messages streams user_status user_topics realm_users realm_non_active_users cross_realm_bots
    server_thumbnail_formats`
  expect(looked.split(/\s+/).filter((field) => Object.keys(snapshot[field] ?? {}).length === 0)).toEqual([])
  for (const kind of ['pms', 'streams', 'huddles', 'mentions']) expect([kind, snapshot.unread_msgs[kind]]).not.toEqual([kind, []])
})

describe('what the mobile app reads once it is open', () => {
  test('messages, anywhere and in every form', async () => {
    const organization = await startOrganization()
    const { ada, ben, owner, design } = organization
    const said = await talk(organization)
    const narrows = [
      [],
      [{ operator: 'channel', operand: design }],
      [{ operator: 'channel', operand: design }, { operator: 'topic', operand: 'logo' }],
      [{ operator: 'channel', operand: design }, { operator: 'topic', operand: 'logo' }, { operator: 'with', operand: said.shown }],
      [{ operator: 'dm', operand: [ben.id] }],
      [{ operator: 'dm', operand: [ben.id, owner.id] }],
      [{ operator: 'dm', operand: [ada.id] }],
      ...['mentioned', 'starred', 'dm', 'followed', 'unread', 'alerted'].map((operand) => [{ operator: 'is', operand }]),
      [{ operator: 'search', operand: 'engine' }],
    ] // biome-ignore format: one a line
    for (const narrow of narrows) {
      for (const anchor of ['newest', 'oldest', 'first_unread', said.hello]) {
        const page = { narrow, anchor, include_anchor: true, num_before: 100, num_after: 100, allow_empty_topic_name: true }
        const answer = await ada.get('/messages', page)
        expectShape('GetMessagesResult', answer)
        expect([narrow, answer.messages.length]).not.toEqual([narrow, 0])
      }
    }
    const one = await ada.get(`/messages/${said.hello}`, { apply_markdown: false, allow_empty_topic_name: true })
    expectShape('Message', one.message)
    expect(one.message.content).toBe('Hello @**Ada**, the engine runs well')
    const { messages } = await ada.get('/messages', { anchor: said.poll, num_before: 0, num_after: 0 })
    const [first, vote] = messages[0].submessages.map(({ content }: Answer) => JSON.parse(content))
    expectShape('PollWidgetData', first)
    expect(vote).toEqual({ type: 'vote', key: 'canned,0', vote: 1 })
  })

  test('the answers to what its user does', async () => {
    const organization = await startOrganization()
    const { ada, ben, general } = organization
    const { hello, poll } = await talk(organization)
    const queue = await ada.post('/register', mobileRegister)
    const sending = {
      type: 'channel',
      to: general,
      topic: 'x',
      content: 'Hi',
      queue_id: queue.queue_id,
      local_id: '7.01',
      read_by_sender: true,
    }
    expectShape('SendMessageResult', await ada.post('/messages', sending))
    expectShape(
      'SendMessageResult',
      await ada.post('/messages', { type: 'direct', to: [ben.id], content: 'Hi', read_by_sender: true }),
    )
    const upload = await ada.upload('photo.png', await picture(), 'image/png')
    expectShape('UploadFileResult', upload)
    expectShape('GetFileTemporaryUrlResult', await ada.get(upload.uri))
    expectShape('UpdateMessageFlagsResult', await ada.post('/messages/flags', { messages: [hello], op: 'add', flag: 'read' }))
    const marking = { anchor: 'oldest', include_anchor: false, num_before: 0, num_after: 1000, op: 'add', flag: 'read' }
    const narrow = [{ operator: 'is', operand: 'unread' }]
    expectShape('UpdateMessageFlagsForNarrowResult', await ada.post('/messages/flags/narrow', { ...marking, narrow }))
    expectShape('UpdateMessageFlagsForNarrowResult', await ada.post('/messages/flags/narrow', { ...marking, narrow })) // nothing left
    expectShape('GetReadReceiptsResult', await ada.get(`/messages/${hello}/read_receipts`))
    expectShape('GetChannelTopicsResult', await ada.get(`/users/me/${general}/topics`, { allow_empty_topic_name: true }))
    const ping = { status: 'active', new_user_input: true, ping_only: false, slim_presence: true }
    const presence = await ada.post('/users/me/presence', ping)
    expectShape('UpdatePresenceResult', presence)
    expect(presence.presences).toHaveProperty([ada.id])
    const vote = { message_id: poll, msg_type: 'widget', content: '{"type":"new_option","option":"Maybe","idx":1}' }
    await ada.post('/submessage', vote)
    expectShape('GetEventsResult', await ada.get('/events', { queue_id: queue.queue_id, last_event_id: queue.last_event_id }))
  })
})
