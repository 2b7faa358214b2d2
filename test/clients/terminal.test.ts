import { describe, expect, test } from 'vitest'
import { HeardQueue } from '../support/heard-queue.ts'
import { startLandline } from '../support/landline.ts'
import type { Answer, Person } from '../support/person.ts'
import { read, readEach } from './keys.ts'
import { picture, sendFile, startOrganization, talk } from './organization.ts'
import { terminalRegister, terminalReregister } from './requests.ts'

/** What the terminal client sends and reads, in its order: a key that is not there is the end of it. */

const firstPage = { anchor: 0, num_before: 30, num_after: 10, apply_markdown: true, use_first_unread_anchor: true, client_gravatar: true } // biome-ignore format: one request
const pageAt = (anchor: number) => ({ ...firstPage, anchor, use_first_unread_anchor: false })

const messageKeys = `id type sender_id sender_full_name sender_email timestamp content flags reactions subject display_recipient
  is_me_message`

function readMessages(messages: Answer[]): void {
  readEach(messages, messageKeys)
  for (const message of messages) {
    if (message.type === 'stream')
      expect(message).toMatchObject({ stream_id: expect.any(Number), display_recipient: expect.any(String) })
    else readEach(message.display_recipient, 'id email full_name')
    for (const reaction of message.reactions) read(reaction, 'emoji_name emoji_code reaction_type user_id')
    for (const link of message.topic_links ?? []) read(link, 'url text')
  }
}

describe('the terminal client starts', () => {
  test('and finds each key it reads, in an organization in use', async () => {
    const organization = await startOrganization()
    await talk(organization)
    const { ada, general } = organization
    read(await ada.get('/server_settings'), 'zulip_version')
    const first = await ada.post('/register', terminalRegister)
    readSnapshot(first)
    expect(first.realm_users.map(({ user_id }: Answer) => user_id)).toContain(ada.id)
    expect(first.muted_topics).toEqual([['general', 'noise', expect.any(Number)]])
    const [subscribers] = first.subscriptions.filter(({ stream_id }: Answer) => stream_id === general)
    expect(subscribers.subscribers.toSorted()).toContain(ada.id)
    expect(Object.keys(first.presences)).toEqual(expect.arrayContaining([ada.email]))
    for (const presence of Object.values<Answer>(first.presences)) {
      expect(presence.aggregated.timestamp).toEqual(expect.any(Number))
      readEach(presence, 'status timestamp')
    }
    // Its queue was lost: it asks again, for everything, and reads three keys of the answer.
    read(await ada.post('/register', terminalReregister), 'queue_id last_event_id max_message_id')
  })

  test('at the first message that is unread', async () => {
    const organization = await startOrganization()
    const { ada } = organization
    const said = await talk(organization)
    const { messages, anchor, found_newest } = await ada.get('/messages', { ...firstPage, narrow: [] })
    readMessages(messages)
    expect({ anchor, found_newest }).toEqual({ anchor: said.hello, found_newest: true })
    expect(messages.find(({ id }: Answer) => id === anchor).flags).not.toContain('read')
  })

  test('with nothing unread, where the answer names the one anchor that it knows to mean so', async () => {
    const landline = await startLandline()
    const [ada] = await landline.users('ada')
    const ask = async () => {
      const response = await ada!.fetch('GET', '/messages', { ...firstPage, narrow: [] })
      return /"anchor":\s*([^,}]+)/.exec(await response.text())?.[1] // as it is written: numbers of this size lose digits
    }
    expect(await ask()).toBe('10000000000000000')
    const { id } = await landline.owner.send('general', 'hello', 'Hello')
    expect(await ask()).toBe(String(id))
    await ada!.post('/messages/flags', { messages: [id], op: 'add', flag: 'read' })
    expect(await ask()).toBe('10000000000000000')
  })
})

function readSnapshot(snapshot: Answer): void {
  read(
    snapshot,
    `queue_id last_event_id max_message_id user_id email full_name realm_name zulip_version realm_users cross_realm_bots
    presences subscriptions muted_topics realm_user_groups realm_emoji custom_profile_fields unread_msgs starred_messages
    realm_message_retention_days realm_allow_message_editing realm_message_content_edit_limit_seconds realm_allow_edit_history
    user_settings`,
  )
  read(snapshot.user_settings, 'send_private_typing_notifications twenty_four_hour_time pm_content_in_desktop_notifications')
  readEach(snapshot.realm_users, 'user_id email full_name is_bot')
  readEach(snapshot.cross_realm_bots, 'user_id email full_name')
  readEach(
    snapshot.subscriptions,
    `stream_id name color description rendered_description pin_to_top is_muted desktop_notifications
    invite_only is_web_public subscribers message_retention_days date_created history_public_to_subscribers stream_weekly_traffic`,
  )
  readEach(snapshot.realm_user_groups, 'id name members description')
  readEach(snapshot.realm_emoji, 'name deactivated')
  const { mentions, pms, streams, huddles } = snapshot.unread_msgs
  expect(mentions).not.toEqual([])
  readEach(pms, 'sender_id unread_message_ids')
  readEach(streams, 'stream_id topic unread_message_ids')
  readEach(huddles, 'user_ids_string unread_message_ids')
}

test('the terminal client narrows to a channel by name, a topic, people by their addresses, and words', async () => {
  const organization = await startOrganization()
  const { ada, ben, owner, general } = organization
  const said = await talk(organization)
  const idsIn = async (narrow: unknown[]): Promise<number[]> => {
    const { messages } = await ada.get('/messages', { ...pageAt(said.three!), narrow })
    readMessages(messages)
    return messages.map(({ id }: Answer) => id)
  }
  expect(await idsIn([['stream', 'general']])).toEqual([said.hello, said.unnamed])
  expect(await idsIn([['stream', 'general'], ['topic', 'hello']])).toEqual([said.hello]) // biome-ignore format: one line
  expect(await idsIn([['is', 'private']])).toEqual([said.note, said.two, said.three])
  expect(await idsIn([['pm-with', ben.email]])).toEqual([said.two])
  expect(await idsIn([['pm-with', `${ben.email}, ${owner.email}`]])).toEqual([said.three])
  expect(await idsIn([['is', 'starred']])).toEqual([said.hello])
  expect(await idsIn([['is', 'mentioned']])).toContain(said.hello)
  expect(await idsIn([['search', 'engine']])).toEqual([said.hello])

  // The newest message of a topic, to find the one that a link means.
  const topic = [{ operator: 'stream', operand: general }, { operator: 'topic', operand: 'hello' }] // biome-ignore format: one line
  const { messages } = await ada.get('/messages', { anchor: 10000000000000000, num_before: 1, num_after: 0, narrow: topic })
  expect(messages.map(({ id }: Answer) => id)).toEqual([said.hello])
})

test('the terminal client sends, edits, looks back and reacts in the words it uses', async () => {
  const { ada, ben, general } = await startOrganization()
  const hello = await ada.post('/messages', {
    type: 'stream',
    to: 'general',
    subject: 'hello',
    content: 'Helo',
    read_by_sender: true,
  })
  const psst = await ada.post('/messages', { type: 'private', to: [ben.id], content: 'Psst', read_by_sender: true })
  const page = await ben.get('/messages', { ...firstPage, narrow: [] })
  expect(page.messages).toMatchObject([{ id: hello.id, subject: 'hello' }, { id: psst.id }]) // biome-ignore format: one line
  await ada.patch(`/messages/${hello.id}`, { message_id: hello.id, content: 'Hello' })
  expect((await ben.get(`/messages/${hello.id}`, { apply_markdown: true })).raw_content).toBe('Hello')
  const { message_history } = await ben.get(`/messages/${hello.id}/history`)
  expect(message_history).toHaveLength(2)
  readEach(message_history, 'content rendered_content timestamp topic user_id')
  const moving = {
    propagate_mode: 'change_all',
    topic: 'greetings',
    send_notification_to_old_thread: false,
    send_notification_to_new_thread: true,
  }
  await ada.patch(`/messages/${hello.id}`, { message_id: hello.id, ...moving })
  expect((await ben.get(`/users/me/${general}/topics`)).topics.map(({ name }: Answer) => name)).toEqual(['greetings'])
  const octopus = { emoji_name: 'octopus', emoji_code: '1f419', reaction_type: 'unicode_emoji', message_id: hello.id }
  for (const method of ['POST', 'DELETE']) await ben.ask(method, `/messages/${hello.id}/reactions`, octopus)
  await ben.post('/messages/flags', { messages: [hello.id, psst.id], op: 'add', flag: 'read' })
  await ben.post('/messages/flags', { messages: [hello.id], op: 'add', flag: 'starred' })
  expect((await ben.get('/messages', { ...pageAt(hello.id), narrow: [['is', 'starred']] })).messages[0].flags).toEqual([
    'read',
    'starred',
  ])
  const photo = await sendFile(ada, '/user_uploads', 'photo.png', await picture())
  expect((await ada.page(photo.uri)).status).toBe(200)
})

test('the terminal client says who is there and who writes, and changes how it shows channels', async () => {
  const { ada, ben, general } = await startOrganization()
  const presence = await ada.post('/users/me/presence', { status: 'active', new_user_input: true })
  for (const [email, clients] of Object.entries<Answer>(presence.presences)) {
    expect([ada.email, ben.email]).toContain(email)
    expect(clients.aggregated.timestamp).toEqual(expect.any(Number))
  }
  for (const op of ['start', 'stop']) await ada.post('/typing', { op, to: [ben.id] })
  for (const property of ['is_muted', 'pin_to_top', 'desktop_notifications']) {
    await ada.post('/users/me/subscriptions/properties', { subscription_data: [{ stream_id: general, property, value: true }] })
  }
  // Its path begins with a slash of its own.
  read(await ada.get(`//streams/${general}/email_address`), 'email')
})

test('the terminal client hears what others do, with each key it reads', async () => {
  const organization = await startOrganization()
  const { ada, ben, owner, general } = organization
  const queue = new HeardQueue(ada, await ada.post('/register', terminalRegister))
  const said = await talk(organization)
  await owner.patch(`/messages/${said.hello}`, { topic: 'greetings' })
  for (const op of ['add', 'remove']) await ada.post('/messages/flags', { messages: [said.hello], op, flag: 'read' })
  await ada.post('/users/me/subscriptions/properties', {
    subscription_data: [{ stream_id: general, property: 'is_muted', value: true }],
  })
  await ben.delete('/users/me/subscriptions', { subscriptions: ['general'] })
  await ben.post('/users/me/subscriptions', { subscriptions: ['general'] })
  await ben.post('/typing', { op: 'start', to: [ada.id] })
  await ben.post('/typing', { op: 'start', type: 'channel', stream_id: general, topic: 'hello' }) // which it cannot show
  await ada.patch('/settings', { pm_content_in_desktop_notifications: false })
  await sendFile(owner, '/realm/emoji/soup', 'soup.png', await picture())
  await ben.patch('/settings', { full_name: 'Ben Best' })

  const events = await queue.all()
  const of = (type: string, op?: string) => events.filter((event) => event.type === type && (op === undefined || event.op === op))
  readMessages(of('message').map(({ message, flags }) => ({ ...message, flags })))
  readEach(of('update_message'), 'message_id message_ids')
  expect(of('update_message').find((event) => event.rendered_content)).toMatchObject({ is_me_message: false })
  expect(of('update_message').find((event) => event.orig_subject)).toMatchObject({
    subject: 'greetings',
    orig_subject: 'hello',
    stream_id: general,
  })
  readEach(of('reaction', 'add'), 'message_id emoji_code emoji_name reaction_type user_id')
  readEach(of('submessage'), 'message_id msg_type submessage_id sender_id content')
  readEach(of('subscription', 'update'), 'stream_id property value')
  for (const op of ['peer_add', 'peer_remove']) readEach(of('subscription', op), 'stream_ids user_ids')
  expect(of('typing')).toMatchObject([{ op: 'start', sender: { email: ben.email, user_id: ben.id }, message_type: 'direct' }])
  for (const op of ['add', 'remove']) readEach(of('update_message_flags', op), 'all flag messages')
  readEach(of('user_settings', 'update'), 'property value')
  readEach(of('realm_emoji'), 'realm_emoji')
  readEach(
    of('realm_user', 'update').map(({ person }) => person),
    'user_id',
  )
  expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual([...terminalRegister.event_types].toSorted())
})

test('to the terminal client the topic without a name has one, wherever it is told of it', async () => {
  const { ada, ben, general } = await startOrganization()
  const before = await ada.post('/register', terminalRegister)
  const queue = new HeardQueue(ada, before)
  const send = () => ben.post('/messages', { type: 'channel', to: general, topic: '', content: 'No topic' })
  const { id } = await send()
  for (const topic of ['named', '']) await ben.patch(`/messages/${id}`, { topic, send_notification_to_new_thread: false })
  const name = before.realm_empty_topic_display_name
  const events = await queue.all()
  expect(events.filter(({ type }) => type === 'message').map(({ message }) => message.subject)).toEqual([name])
  const moves = events.filter(({ type }) => type === 'update_message')
  expect(moves.map(({ orig_subject, subject }) => [orig_subject, subject])).toEqual([[name, 'named'], ['named', name]]) // biome-ignore format: one line
  const { messages } = await ada.get('/messages', { ...firstPage, narrow: [['stream', 'general'], ['topic', name]] }) // biome-ignore format: one line
  expect(messages.map(({ subject }: Answer) => subject)).toEqual([name])
  expect((await ada.get(`/users/me/${general}/topics`)).topics).toMatchObject([{ name }])
  expect((await ada.post('/register', terminalRegister)).unread_msgs.streams).toMatchObject([{ topic: name }])
  const { message_history } = await ada.get(`/messages/${id}/history`)
  expect(message_history.map(({ topic }: Answer) => topic)).not.toContain('')
})

test('a client that knows no bulk deletion hears of each deleted message by itself, a newer one of all at once', async () => {
  const { ada, owner, ben, general } = await startOrganization()
  const ids = [(await ben.send('general', 'soup', 'One')).id, (await ben.send('general', 'soup', 'Two')).id]
  const old = new HeardQueue(ada, await ada.post('/register', { event_types: ['delete_message'], apply_markdown: true }))
  const modern = await ada.register({ event_types: ['delete_message'] })
  await deleteTopic(owner, general, 'soup')
  expect((await old.all()).map(({ message_id, message_ids }) => ({ message_id, message_ids }))).toEqual(
    ids.map((message_id) => ({ message_id, message_ids: undefined })),
  )
  expect(await modern.all()).toMatchObject([{ message_ids: ids, message_type: 'stream', stream_id: general, topic: 'soup' }])
})

async function deleteTopic(person: Person, channel: number, topic: string): Promise<void> {
  await person.post(`/streams/${channel}/delete_topic`, { topic_name: topic })
}
