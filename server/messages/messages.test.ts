import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('what somebody says in a topic reaches everyone in the channel, as HTML', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const queue = await ben!.register({ event_types: ['message'] })
  const { id } = await ada!.send('general', 'lunch', '**Soup** today?')
  const event = await queue.next()
  expect(event.flags).toEqual([])
  expect(event.message).toMatchObject({
    id,
    type: 'stream',
    display_recipient: 'general',
    subject: 'lunch',
    content: '<p><strong>Soup</strong> today?</p>',
    sender_id: ada!.id,
  })
})

test('a direct message reaches the people in it and nobody else', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('ada', 'ben', 'eve')
  const [bens, eves] = [await ben!.register({ event_types: ['message'] }), await eve!.register({ event_types: ['message'] })]
  const { id } = await ada!.tell([ben!], 'psst')
  expect((await bens.next()).message).toMatchObject({ id, type: 'private', content: '<p>psst</p>' })
  expect(await eves.all()).toEqual([])
  await expect(eve!.get(`/messages/${id}`)).rejects.toMatchObject({ status: 400, body: { msg: 'Invalid message(s)' } })
})

test('a subscriber hears that a message was deleted', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  const queue = await ben!.register({ event_types: ['delete_message'] })
  await expect(ada!.delete(`/messages/${id}`)).rejects.toMatchObject({
    body: { msg: "You don't have permission to delete this message" },
  })
  await landline.owner.delete(`/messages/${id}`)
  expect(await queue.next()).toMatchObject({ type: 'delete_message', message_ids: [id], message_type: 'stream', topic: 'lunch' })
  await expect(ada!.get(`/messages/${id}`)).rejects.toMatchObject({ status: 400 })
})

test('sending again after a lost answer says it once', async () => {
  const landline = await startLandline()
  const queue = await landline.owner.register({ event_types: ['message'] })
  const echo = { queue_id: queue.id, local_id: '17.01' }
  const first = await landline.owner.send('general', 'lunch', 'Soup?', echo)
  const again = await landline.owner.send('general', 'lunch', 'Soup?', echo)
  expect(again.id).toBe(first.id)
  const events = await queue.all()
  expect(events.map((event) => [event.message.id, event.local_message_id])).toEqual([[first.id, '17.01']])
})

test('an edit tells readers what it says now, and keeps what it said', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  const queue = await ben!.register({ event_types: ['update_message'] })
  await ada!.patch(`/messages/${id}`, { content: 'Stew, @**ben**?' })
  expect(await queue.next()).toMatchObject({
    user_id: ada!.id,
    rendering_only: false,
    message_id: id,
    message_ids: [id],
    orig_content: 'Soup?',
    content: 'Stew, @**ben**?',
    flags: ['mentioned'],
  })
  const { message_history } = await ben!.get(`/messages/${id}/history`)
  expect(message_history.map(({ content }: { content: string }) => content)).toEqual(['Soup?', 'Stew, @**ben**?'])
  await expect(ben!.patch(`/messages/${id}`, { content: 'Hacked' })).rejects.toMatchObject({
    body: { msg: "You don't have permission to edit this message" },
  })
  const { message } = await ben!.get(`/messages/${id}`)
  expect(message.edit_history).toHaveLength(1)
})

test('a topic moves with all its messages', async () => {
  const landline = await startLandline()
  const [ben] = await landline.users('ben')
  const ids = [
    (await landline.owner.send('general', 'lunch', 'One')).id,
    (await landline.owner.send('general', 'lunch', 'Two')).id,
  ]
  const queue = await ben!.register({ event_types: ['update_message'] })
  await landline.owner.patch(`/messages/${ids[0]}`, { topic: 'dinner', propagate_mode: 'change_all' })
  const event = await queue.next()
  expect(event).toMatchObject({ message_ids: ids, orig_subject: 'lunch', subject: 'dinner', propagate_mode: 'change_all' })
  expect(event).not.toHaveProperty('content')
  const channel = await ben!.get('/get_stream_id', { stream: 'general' })
  const { topics } = await ben!.get(`/users/me/${channel.stream_id}/topics`)
  expect(topics.map(({ name }: { name: string }) => name)).toEqual(['dinner'])
})

test('a message moved to a private channel disappears for those outside', async () => {
  const landline = await startLandline()
  const [ben] = await landline.users('ben')
  const secret = await landline.channel('secret', { subscribers: [landline.owner], isPrivate: true })
  const { id } = await landline.owner.send('general', 'lunch', 'Oops')
  const queue = await ben!.register({ event_types: ['update_message', 'delete_message'] })
  await landline.owner.patch(`/messages/${id}`, { stream_id: secret, propagate_mode: 'change_all' })
  expect(await queue.next()).toMatchObject({ type: 'delete_message', message_ids: [id] })
  await expect(ben!.get(`/messages/${id}`)).rejects.toMatchObject({ status: 400 })
})

test('people react, once each, and take it back', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  const queue = await ada!.register({ event_types: ['reaction'] })
  await landline.owner.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  expect(await queue.next()).toMatchObject({ op: 'add', emoji_code: '1f419', user_id: landline.owner.id, message_id: id })
  await expect(landline.owner.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })).rejects.toMatchObject({
    body: { code: 'REACTION_ALREADY_EXISTS' },
  })
  await landline.owner.delete(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  expect(await queue.next()).toMatchObject({ op: 'remove', emoji_name: 'octopus' })
  await expect(landline.owner.post(`/messages/${id}/reactions`, { emoji_name: 'no_such_thing' })).rejects.toMatchObject({
    status: 400,
  })
})

test('reading and starring are each reader’s own', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  expect((await ben!.get(`/messages/${id}`)).message.flags).toEqual([])
  const queue = await ben!.register({ event_types: ['update_message_flags'] })
  expect((await ben!.post('/messages/flags', { messages: [id], op: 'add', flag: 'read' })).messages).toEqual([id])
  await ben!.post('/messages/flags', { messages: [id], op: 'add', flag: 'starred' })
  expect(await queue.next()).toMatchObject({ op: 'add', flag: 'read', messages: [id], all: false })
  expect(await queue.next()).toMatchObject({ op: 'add', flag: 'starred', messages: [id] })
  expect((await ben!.get(`/messages/${id}`)).message.flags).toEqual(['read', 'starred'])
  expect((await ada!.get(`/messages/${id}/read_receipts`)).user_ids).toEqual([ben!.id])

  await ben!.post('/messages/flags', { messages: [id], op: 'remove', flag: 'read' })
  const unread = await queue.next()
  expect(unread).toMatchObject({ op: 'remove', flag: 'read', messages: [id] })
  expect(unread.message_details[id]).toMatchObject({ type: 'stream', topic: 'lunch' })
  expect((await ada!.get(`/messages/${id}/read_receipts`)).user_ids).toEqual([])
})

test.each([
  [
    { type: 'channel', to: 'nowhere', topic: 'x', content: 'y' },
    { code: 'STREAM_DOES_NOT_EXIST', stream: 'nowhere' },
  ],
  [
    { type: 'channel', to: 9999, topic: 'x', content: 'y' },
    { code: 'STREAM_DOES_NOT_EXIST', msg: "Channel with ID '9999' does not exist" },
  ],
  [{ type: 'direct', to: [9999], content: 'y' }, { msg: 'Invalid user ID 9999' }],
  [{ type: 'direct', to: ['nobody@example.com'], content: 'y' }, { msg: "Invalid email 'nobody@example.com'" }],
  [{ type: 'direct', to: [], content: 'y' }, { msg: 'Message must have recipients' }],
  [{ type: 'channel', to: 'general', topic: 'x', content: '  \n' }, { msg: 'Message must not be empty' }],
  [{ type: 'channel', to: 'general', topic: 'x', content: 'a\0b' }, { msg: 'Message must not contain null bytes' }],
  [{ type: 'channel', to: 'general', topic: 'a\u0007b', content: 'y' }, { msg: 'Invalid character in topic, at position 2!' }],
  [{ type: 'pigeon', to: 'general', content: 'y' }, { code: 'BAD_REQUEST' }],
  [
    { type: 'channel', to: 'general', topic: 'x' },
    { code: 'REQUEST_VARIABLE_MISSING', var_name: 'content' },
  ],
])('%j is refused with a reason', async (draft, refusal) => {
  const landline = await startLandline()
  await expect(landline.owner.post('/messages', draft)).rejects.toMatchObject({ status: 400, body: refusal })
})

test('a message to more people than a statement of SQLite may name is refused like any other', async () => {
  const landline = await startLandline()
  const to = Array.from({ length: 40_000 }, (_, index) => index + 9000)
  const refusal = { status: 400, body: { msg: 'Invalid user ID 9000' } }
  await expect(landline.owner.post('/messages', { type: 'direct', to, content: 'y' })).rejects.toMatchObject(refusal)
})

test('a message too long is cut and says so, a topic too long likewise', async () => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 't'.repeat(80), 'x'.repeat(10_001))
  const { message, raw_content } = await landline.owner.get(`/messages/${id}`)
  expect(raw_content).toHaveLength(10_000)
  expect(raw_content).toMatch(/\n\[message truncated\]$/)
  expect(message.subject).toBe(`${'t'.repeat(57)}...`)
})

test('a poll is played by submessages', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const { id } = await landline.owner.send('general', 'lunch', '/poll Soup?\nYes\nNo')
  const queue = await landline.owner.register({ event_types: ['submessage'] })
  await ada!.post('/submessage', {
    message_id: id,
    msg_type: 'widget',
    content: JSON.stringify({ type: 'vote', key: 'canned,0', vote: 1 }),
  })
  expect(await queue.next()).toMatchObject({ message_id: id, sender_id: ada!.id, msg_type: 'widget' })
  const { message } = await ada!.get(`/messages/${id}`)
  expect(message.submessages).toHaveLength(2)
  expect(JSON.parse(message.submessages[0].content)).toEqual({
    widget_type: 'poll',
    extra_data: { question: 'Soup?', options: ['Yes', 'No'] },
  })
})

test('whoever may read the message may read the file in it', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('ada', 'ben', 'eve')
  const { url } = await ada!.upload('plan.txt', 'secret plan', 'text/plain')
  expect((await ben!.page(url)).status).toBe(403)
  await ada!.tell([ben!], `Look: [plan](${url})`)
  expect(await (await ben!.page(url)).text()).toBe('secret plan')
  expect((await eve!.page(url)).status).toBe(403)
})
