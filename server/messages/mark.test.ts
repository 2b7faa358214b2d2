import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('somebody marks all that a narrow shows, a stretch at a time, as the mobile app does', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const ids: number[] = []
  for (const word of ['one', 'two', 'three']) ids.push((await landline.owner.send('general', 'lunch', word)).id)
  await landline.owner.send('general', 'dinner', 'four')
  const narrow = [
    { operator: 'channel', operand: 'general' },
    { operator: 'topic', operand: 'lunch' },
    { operator: 'is', operand: 'unread' },
  ]
  const queue = await ada!.register({ event_types: ['update_message_flags'] })
  const mark = (anchor: unknown, more = {}) =>
    ada!.post('/messages/flags/narrow', { anchor, num_before: 0, num_after: 2, narrow, op: 'add', flag: 'read', ...more })
  const first = await mark('oldest')
  expect(first).toMatchObject({
    processed_count: 2,
    updated_count: 2,
    first_processed_id: ids[0],
    last_processed_id: ids[1],
    found_oldest: true,
    found_newest: false,
    ignored_because_not_subscribed_channels: [],
  })
  const rest = await mark(first.last_processed_id, { include_anchor: false })
  expect(rest).toMatchObject({ processed_count: 1, updated_count: 1, last_processed_id: ids[2], found_newest: true })
  expect(await mark('oldest')).toMatchObject({ processed_count: 0, first_processed_id: null, last_processed_id: null })
  expect((await queue.all()).flatMap(({ messages }) => messages)).toEqual(ids)
  await expect(mark('somewhere')).rejects.toThrow('Invalid anchor')
})

test('nothing becomes unread where somebody is not, and they are told so', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const there = await landline.channel('there', { subscribers: [landline.owner] })
  const { id } = await landline.owner.send('there', 'lunch', 'Soup?')
  const answer = await ada!.post('/messages/flags', { messages: [id], op: 'remove', flag: 'read' })
  expect(answer).toMatchObject({ messages: [], ignored_because_not_subscribed_channels: [there] })
  await ada!.post('/messages/flags', { messages: [id], op: 'add', flag: 'starred' })
  expect((await ada!.get(`/messages/${id}`)).message.flags).toEqual(['read', 'starred', 'historical'])
})

test('topics, channels and everything are read at once', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  const lunch = (await landline.owner.send('general', 'lunch', 'one')).id
  const dinner = (await landline.owner.send('general', 'dinner', 'two')).id
  const direct = (await landline.owner.tell([ada!], 'three')).id
  const queue = await ada!.register({ event_types: ['update_message_flags'] })
  await ada!.post('/mark_topic_as_read', { stream_id, topic_name: 'Lunch' })
  expect(await queue.next()).toMatchObject({ messages: [lunch], all: false })
  await ada!.post('/mark_stream_as_read', { stream_id })
  expect(await queue.next()).toMatchObject({ messages: [dinner] })
  expect(await ada!.post('/mark_all_as_read')).toMatchObject({ complete: true })
  expect(await queue.next()).toMatchObject({ messages: [direct], all: true })
  await expect(ada!.post('/mark_stream_as_read', { stream_id: 4711 })).rejects.toThrow('Invalid channel ID')
})

test('a direct message made unread says who is in it, and one that names its reader says that', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const direct = (await ada!.tell([ben!], 'Hello @**ben**')).id
  await ben!.post('/messages/flags', { messages: [direct], op: 'add', flag: 'read' })
  const queue = await ben!.register({ event_types: ['update_message_flags'] })
  await ben!.post('/messages/flags', { messages: [direct], op: 'remove', flag: 'read' })
  const { message_details } = await queue.next()
  expect(message_details[direct]).toEqual({ type: 'private', user_ids: [ada!.id], mentioned: true })
})

test.each([
  ['mentioned', "Flag not editable: 'mentioned'"],
  ['constructor', "Invalid flag: 'constructor'"],
  ['', "Invalid flag: ''"],
])('the flag “%s” is nobody’s to set', async (flag, reason) => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await expect(landline.owner.post('/messages/flags', { messages: [id], op: 'add', flag })).rejects.toThrow(reason)
})

test('marks go on messages that their reader may see', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ada!.tell([landline.owner], 'psst')
  await expect(ben!.post('/messages/flags', { messages: [id], op: 'add', flag: 'starred' })).rejects.toThrow('Invalid message(s)')
  expect((await ben!.post('/messages/flags', { messages: [id, 4711], op: 'add', flag: 'read' })).messages).toEqual([])
})
