import { expect, test } from 'vitest'
import { HeardQueue } from '../support/heard-queue.ts'
import type { Person } from '../support/person.ts'
import { channelName, leaks, whisper } from './whisper.ts'

test('nobody outside hears what happens in a private channel, nor finds it when they register anew', async () => {
  const { ada, ben, cleo, gus, board, id, poll, outsiders } = await whisper()
  const later = ['copperfield', 'velvet'] // what nobody knew while they were in
  const [saying, topic] = later as [string, string]
  const queues = new Map<Person, HeardQueue>()
  for (const [person] of outsiders) queues.set(person, await registerForAll(person, person !== gus))

  await ada.send(channelName, topic, `${saying} @**all** @**Dan** @**Cleo**`)
  await ada.patch(`/messages/${id}`, { content: `${saying} changed` })
  await ada.patch(`/messages/${id}`, { topic: `${topic} too`, propagate_mode: 'change_all' })
  await ben.delete(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  await ada.post('/submessage', { message_id: poll, msg_type: 'widget', content: `{"type":"question","question":"${saying}"}` })
  for (const op of ['start', 'stop']) await ada.post('/typing', { op, type: 'channel', stream_id: board, topic })
  await ada.delete(`/messages/${poll}`)

  for (const [person, words] of outsiders) {
    const forbidden = person === cleo ? later : [...words, ...later]
    const events = await queues.get(person)!.all()
    expect([person.name, leaks('', JSON.stringify(events), forbidden)]).toEqual([person.name, []])
    expect(events.filter(({ type }) => /message|typing|reaction/.test(type))).toEqual([])
    const { snapshot } = await registerForAll(person, person !== gus)
    expect([person.name, leaks('', JSON.stringify(snapshot), forbidden)]).toEqual([person.name, []])
  }
})

test('a topic that moves into a private channel is gone for those outside, who are not told where', async () => {
  const { landline, ada, cleo, dan, board } = await whisper()
  const { stream_id: general } = await ada.get('/get_stream_id', { stream: 'general' })
  const { id } = await dan.send('general', 'open', 'Everybody may read this')
  for (const person of [dan, cleo]) await person.post('/user_topics', { stream_id: general, topic: 'open', visibility_policy: 3 })
  await allowMoving(landline.owner)
  const queues = new Map<Person, HeardQueue>()
  for (const person of [dan, cleo, landline.owner]) queues.set(person, await registerForAll(person, true))
  await ada.patch(`/messages/${id}`, { stream_id: board, topic: 'velvet', propagate_mode: 'change_all' })

  for (const [person, queue] of queues) {
    const events = await queue.all()
    expect(events).toContainEqual(expect.objectContaining({ type: 'delete_message', stream_id: general, topic: 'open' }))
    expect([person.name, leaks('', JSON.stringify(events), ['velvet', `"new_stream_id"`])]).toEqual([person.name, []])
    expect(events.filter((event) => event.stream_id === board)).toEqual([])
    await expect(person.get(`/messages/${id}`)).rejects.toThrow('Invalid message')
  }
})

async function registerForAll(person: Person, all_public_streams: boolean): Promise<HeardQueue> {
  return new HeardQueue(person, await person.post('/register', { include_subscribers: true, all_public_streams }))
}

/** Members move nothing between channels unless somebody lets them. */
async function allowMoving(owner: Person): Promise<void> {
  const { snapshot } = await owner.register({ fetch_event_types: ['realm_user_groups'] })
  const members = snapshot.realm_user_groups.find(({ name }: { name: string }) => name === 'role:members').id
  await owner.patch('/realm', { can_move_messages_between_channels_group: { new: members } })
}

test('where newcomers do not see what was before them, they see and hear nothing of it later either', async () => {
  const { landline, ada, ben, cleo } = await whisper()
  await landline.channel('vault', { subscribers: [ada, ben], isPrivate: true, isHistoryShared: false })
  const old = await ada.send('vault', 'velvet', 'copperfield')
  await ada.post('/users/me/subscriptions', { subscriptions: ['vault'], principals: [cleo.id] })
  const queue = await registerForAll(cleo, true)
  const { stream_id } = await cleo.get('/get_stream_id', { stream: 'vault' })
  const narrow = [{ operator: 'channel', operand: stream_id }]
  expect((await cleo.get('/messages', { narrow, anchor: 'newest', num_before: 100, num_after: 0 })).messages).toEqual([])
  expect((await cleo.get(`/users/me/${stream_id}/topics`)).topics).toEqual([])
  await ada.patch(`/messages/${old.id}`, { content: 'copperfield!' })
  await ben.post(`/messages/${old.id}/reactions`, { emoji_name: 'octopus' })
  await ada.patch(`/messages/${old.id}`, { topic: 'velvet two', send_notification_to_new_thread: false })
  await ada.delete(`/messages/${old.id}`)
  const { id } = await ada.send('vault', 'welcome', 'Hello Cleo')

  const events = await queue.all()
  expect(leaks('', JSON.stringify(events), ['velvet', 'copperfield', `"message_id":${old.id},`])).toEqual([])
  expect(events.filter(({ type }) => /message|reaction/.test(type))).toMatchObject([{ type: 'message', message: { id } }])
  await expect(cleo.get(`/messages/${old.id}`)).rejects.toThrow('Invalid message')
})
