import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import type { Person } from '../../test/support/person.ts'

test('somebody who comes back learns what they have not read, by topic and by conversation', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = (await landline.users('ada', 'ben', 'eve')) as [Person, Person, Person]
  const noisy = await landline.channel('noisy', { subscribers: [ada, ben] })
  await landline.channel('left', { subscribers: [ada, ben] })
  const { stream_id: general } = await ben.get('/get_stream_id', { stream: 'general' })
  const elsewhere = await landline.channel('elsewhere', { subscribers: [ada] })
  await ada.send('left', 'x', 'never mind')
  const moved = (await ada.send('general', 'x', 'never mind')).id
  await landline.owner.patch(`/messages/${moved}`, { stream_id: elsewhere, send_notification_to_new_thread: false })
  const lunch = [(await ada.send('general', 'Lunch', 'soup')).id, (await ada.send('general', 'lunch', '@**all** soup')).id]
  const mention = (await ada.send('general', '', '@**ben** look')).id
  const noise = (await ada.send('noisy', 'x', 'bang')).id
  const pair = (await ada.tell([ben], 'psst')).id
  const group = (await ada.tell([ben, eve], '@**ben** psst')).id
  const alone = (await ben.tell([ben], 'note')).id
  const read = (await ada.send('general', 'lunch', 'read')).id
  const gone = (await ada.send('general', 'lunch', 'gone')).id
  await landline.owner.delete(`/messages/${gone}`)
  await ben.post('/messages/flags', { messages: [read], op: 'add', flag: 'read' })
  await ben.delete('/users/me/subscriptions', { subscriptions: ['left'] })
  await ben.post('/users/me/subscriptions/properties', {
    subscription_data: [{ stream_id: noisy, property: 'is_muted', value: true }],
  })

  const { snapshot } = await ben.register()
  const { streams, ...others } = snapshot.unread_msgs
  expect(others).toEqual({
    count: 6, // all but what was said in the muted channel
    pms: expect.arrayContaining([
      { other_user_id: ada.id, sender_id: ada.id, unread_message_ids: [pair] },
      { other_user_id: ben.id, sender_id: ben.id, unread_message_ids: [alone] },
    ]),
    huddles: [{ user_ids_string: [ada.id, ben.id, eve.id].sort((a, b) => a - b).join(), unread_message_ids: [group] }],
    mentions: [lunch[1], mention, group],
    old_unreads_missing: false,
  })
  expect(others.pms).toHaveLength(2)
  expect(streams).toHaveLength(3)
  expect(streams).toEqual(
    expect.arrayContaining([
      { stream_id: general, topic: 'Lunch', unread_message_ids: lunch },
      { stream_id: general, topic: '', unread_message_ids: [mention] },
      { stream_id: noisy, topic: 'x', unread_message_ids: [noise] },
    ]),
  )
  const old = await ben.post('/register', { event_types: ['message'], fetch_event_types: ['update_message_flags'] })
  expect(old.unread_msgs.streams).toContainEqual({ stream_id: general, topic: 'general chat', unread_message_ids: [mention] })
})

test('somebody who comes back finds their conversations and what they starred', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = (await landline.users('ada', 'ben', 'eve')) as [Person, Person, Person]
  const note = (await ben.tell([ben], 'note')).id
  await ada.tell([ben], 'psst')
  const group = (await ada.tell([ben, eve], 'psst')).id
  const pair = (await ben.tell([ada], 'psst yourself')).id
  await ben.post('/messages/flags', { messages: [group, note], op: 'add', flag: 'starred' })

  const { snapshot } = await ben.register()
  expect(snapshot.recent_private_conversations).toEqual([
    { user_ids: [ada.id], max_message_id: pair },
    { user_ids: [ada.id, eve.id].sort((a, b) => a - b), max_message_id: group },
    { user_ids: [], max_message_id: note },
  ])
  expect(snapshot.starred_messages).toEqual([note, group])
  expect(snapshot.max_message_id).toBe(pair)
})
