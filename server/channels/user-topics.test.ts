import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import type { ChannelId, UserId } from '../api/ids.ts'
import { moveTopicChoices } from './user-topics.ts'

test('a muted topic reaches new clients as a user_topic and old ones as a list', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  const queue = await ada!.register({ event_types: ['user_topic', 'muted_topics'] })
  await ada!.post('/user_topics', { stream_id, topic: 'Noise', visibility_policy: 1 })
  expect(await queue.next()).toMatchObject({ type: 'user_topic', stream_id, topic_name: 'Noise', visibility_policy: 1 })
  expect((await queue.next()).muted_topics).toEqual([['general', 'Noise', expect.any(Number)]])

  await ada!.patch('/users/me/subscriptions/muted_topics', { stream: 'general', topic: 'noise', op: 'remove' })
  expect(await queue.next()).toMatchObject({ visibility_policy: 0 })
  expect(await queue.next()).toMatchObject({ muted_topics: [] })
})

test('what is chosen for a topic holds whatever its case, and is there after signing in anew', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  await ada!.post('/user_topics', { stream_id, topic: 'Lunch', visibility_policy: 3 })
  await ada!.post('/user_topics', { stream_id, topic: 'LUNCH', visibility_policy: 1 })
  const { snapshot } = await ada!.register()
  expect(snapshot.user_topics).toMatchObject([{ stream_id, topic_name: 'LUNCH', visibility_policy: 1 }])
  expect(snapshot.muted_topics).toMatchObject([['general', 'LUNCH', expect.any(Number)]])
})

test('the topic without a name has one for clients that need it', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  const old = await ada!.register({ event_types: ['user_topic'], client_capabilities: {} })
  const modern = await ada!.register({ event_types: ['user_topic'] })
  await ada!.post('/user_topics', { stream_id, topic: '', visibility_policy: 3 })
  expect(await old.next()).toMatchObject({ topic_name: 'general chat' })
  expect(await modern.next()).toMatchObject({ topic_name: '' })
})

test('a policy that does not exist is refused, and so is a channel out of sight', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const secret = await landline.channel('secret', { subscribers: [landline.owner], isPrivate: true })
  const choose = (values: object) => ada!.post('/user_topics', { stream_id: secret, topic: 'x', visibility_policy: 1, ...values })
  await expect(choose({})).rejects.toThrow('Invalid channel ID')
  await expect(choose({ visibility_policy: 4 })).rejects.toThrow('visibility_policy')
  await expect(choose({ topic: 'x'.repeat(61) })).rejects.toThrow('topic is too long (limit: 60 characters)')
})

test('when a topic moves, what people chose for it goes along, unless they chose for the new place', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  const tea = await landline.channel('tea', { subscribers: [ada!, ben!] })
  for (const person of [ada!, ben!]) await person.post('/user_topics', { stream_id, topic: 'kettles', visibility_policy: 1 })
  await ben!.post('/user_topics', { stream_id: tea, topic: 'Pots', visibility_policy: 3 })

  const [from, to] = [
    { channel: { id: stream_id as ChannelId }, topic: 'Kettles' },
    { channel: { id: tea as ChannelId }, topic: 'Pots' },
  ]
  await landline.appliance.database.inTransaction((trx) => moveTopicChoices(trx, from, to, [ada!.id, ben!.id] as UserId[]))

  const choices = async (person: typeof ada) =>
    (await person!.post('/register', { fetch_event_types: ['user_topic'] })).user_topics
  expect(await choices(ada)).toMatchObject([{ stream_id: tea, topic_name: 'Pots', visibility_policy: 1 }])
  expect(await choices(ben)).toMatchObject([{ stream_id: tea, topic_name: 'Pots', visibility_policy: 3 }])
})
