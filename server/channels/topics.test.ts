import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../../test/support/landline.ts'
import type { ChannelId, UserId } from '../api/ids.ts'
import { findOrCreateTopic, touchTopic } from './topics.ts'

/** Writes to a topic as sending does, and answers the message's id. */
async function write(landline: Landline, channel: number, topic: string): Promise<number> {
  return landline.appliance.database.inTransaction(async (trx) => {
    await trx
      .insertInto('clients')
      .values({ id: 99, name: 'a test' })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const { id: topicId, channelId } = await findOrCreateTopic(trx, channel as ChannelId, topic)
    const text = { content: 'hi', rendered: '<p>hi</p>', renderVersion: 1, sentAt: 1, clientId: 99 }
    const message = { senderId: landline.owner.id as UserId, channelId, topicId, ...text }
    const { id } = await trx.insertInto('messages').values(message).returning('id').executeTakeFirstOrThrow()
    await touchTopic(trx, topicId, id)
    return id
  })
}

test('topics are listed with the newest first, and one topic is one whatever its case', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const id = await landline.channel('tea')
  const first = await write(landline, id, 'Kettles')
  const second = await write(landline, id, 'Cups')
  const { topics } = await ada!.get(`/users/me/${id}/topics`, { allow_empty_topic_name: true })
  expect(topics).toEqual([
    { name: 'Cups', max_id: second },
    { name: 'Kettles', max_id: first },
  ])
  const third = await write(landline, id, 'KETTLES')
  expect((await ada!.get(`/users/me/${id}/topics`)).topics).toEqual([
    { name: 'Kettles', max_id: third },
    { name: 'Cups', max_id: second },
  ])
})

test('the topic without a name has one for clients that need it', async () => {
  const landline = await startLandline()
  const id = await landline.channel('tea')
  await write(landline, id, '')
  const names = async (values: object) => (await landline.owner.get(`/users/me/${id}/topics`, { ...values })).topics[0].name
  expect(await names({})).toBe('general chat')
  expect(await names({ allow_empty_topic_name: true })).toBe('')
})

test('where history is protected, somebody sees the topics of the time when they were there', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const board = { name: 'board', subscribers: [ada!.id], invite_only: true, history_public_to_subscribers: false }
  const { id } = await ada!.post('/channels/create', board)
  await write(landline, id, 'before')
  const both = { subscriptions: ['board'], principals: [ben!.id] }
  const join = () => ada!.post('/users/me/subscriptions', both)
  await join()
  const topics = async () => (await ben!.get(`/users/me/${id}/topics`)).topics
  expect(await topics()).toEqual([])
  const seen = await write(landline, id, 'during')
  await ben!.delete('/users/me/subscriptions', { subscriptions: ['board'] })
  await write(landline, id, 'during')
  await write(landline, id, 'meanwhile')
  await join()
  expect(await topics()).toEqual([{ name: 'during', max_id: seen }])
  const again = await write(landline, id, 'before')
  expect(await topics()).toEqual([
    { name: 'before', max_id: again },
    { name: 'during', max_id: seen },
  ])
  expect((await ada!.get(`/users/me/${id}/topics`)).topics).toHaveLength(4) // with what the channel says of itself
})

test('a channel remembers its first message, and how busy it is', async () => {
  const landline = await startLandline()
  const id = await landline.channel('tea')
  const stream = async () => (await landline.owner.get(`/streams/${id}`)).stream
  expect(await stream()).toMatchObject({ first_message_id: null, is_recently_active: true, stream_weekly_traffic: null })
  const first = await write(landline, id, 'Kettles')
  await write(landline, id, 'Kettles')
  expect(await stream()).toMatchObject({ first_message_id: first, stream_weekly_traffic: null })
  const monthsAgo = Math.floor(Date.now() / 1000) - 200 * 86_400
  await landline.appliance.database.inTransaction(async (trx) => {
    await trx
      .updateTable('channels')
      .set({ createdAt: monthsAgo, stamp: 1 })
      .where('id', '=', id as ChannelId)
      .execute()
    await trx.updateTable('channelDays').set({ messages: 100 }).execute()
  })
  expect(await stream()).toMatchObject({ stream_weekly_traffic: 25, is_recently_active: true })
  await landline.appliance.database.inTransaction(async (trx) => {
    await trx
      .updateTable('channels')
      .set({ stamp: 2 })
      .where('id', '=', id as ChannelId)
      .execute()
    await trx.deleteFrom('channelDays').execute()
  })
  expect(await stream()).toMatchObject({ stream_weekly_traffic: 0, is_recently_active: false })
})
