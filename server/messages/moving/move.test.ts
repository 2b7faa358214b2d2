import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'
import type { Person } from '../../../test/support/person.ts'

const all = { propagate_mode: 'change_all' }

async function lastMessage(person: Person, narrow: unknown) {
  const { messages } = await person.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, narrow })
  return messages.at(-1)
}

const topic = (name: string) => [
  { operator: 'channel', operand: 'general' },
  { operator: 'topic', operand: name },
]

test('the new topic tells where its messages came from, and the old one where they went, if asked to', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const { id } = await landline.owner.send('general', 'lunch', 'One')
  await landline.owner.send('general', 'lunch', 'Two')
  await landline.owner.patch(`/messages/${id}`, { topic: 'soup', send_notification_to_old_thread: true })
  const came = await lastMessage(ada!, topic('soup'))
  expect(came).toMatchObject({ sender_full_name: 'Notification Bot', client: 'Internal', flags: [] })
  expect(came.content).toMatch(/^<p>A message was moved here from <a class="stream-topic".*#general &gt; lunch.* by <span/)
  expect((await lastMessage(ada!, topic('lunch'))).content).toMatch(/^<p>A message was moved from this topic to .*soup.* by /)
  expect((await lastMessage(landline.owner, topic('soup'))).flags).toEqual(['read'])

  await landline.owner.patch(`/messages/${id}`, { topic: 'stew', ...all, send_notification_to_new_thread: false })
  expect((await lastMessage(ada!, topic('stew'))).id).toBe(came.id)
})

test('a resolved topic says who resolved it, unread only for those who follow it; a second thought leaves no trace', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('ada', 'ben', 'eve')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  await ben!.send('general', 'lunch', 'Yes')
  const [adas, bens, eves] = await Promise.all([ada!, ben!, eve!].map((one) => one.register({ event_types: ['message'] })))
  await ben!.patch(`/messages/${id}`, { topic: '✔ lunch', ...all })
  const notice = await adas!.next()
  expect(notice.message.content).toMatch(/ben<\/span> has marked this topic as resolved\.<\/p>$/)
  expect(notice.message.subject).toBe('✔ lunch')
  expect([notice.flags, (await bens!.next()).flags, (await eves!.next()).flags]).toEqual([[], ['read'], ['read']]) // Ada began it
  const flagsOf = async (person: Person) => (await person.get(`/messages/${notice.message.id}`)).message.flags
  expect([await flagsOf(ada!), await flagsOf(ben!), await flagsOf(eve!)]).toEqual([[], ['read'], ['read']])
  expect((await ben!.get(`/messages/${notice.message.id}/read_receipts`)).user_ids).not.toContain(ada!.id)

  await ben!.patch(`/messages/${id}`, { topic: 'lunch', ...all })
  await expect(ada!.get(`/messages/${notice.message.id}`)).rejects.toThrow('Invalid message(s)')
  expect((await lastMessage(ada!, topic('lunch'))).content).toBe('<p>Yes</p>')
})

test('messages of several, or from one on, go along as asked, and the rest stays', async () => {
  const landline = await startLandline()
  const ids: number[] = []
  for (const word of ['one', 'two', 'three']) ids.push((await landline.owner.send('general', 'lunch', word)).id)
  const queue = await landline.owner.register({ event_types: ['update_message', 'user_topic'] })
  await landline.owner.patch(`/messages/${ids[1]}`, { topic: 'soup', propagate_mode: 'change_later' })
  expect(await queue.next()).toMatchObject({ message_ids: ids.slice(1), propagate_mode: 'change_later', subject: 'soup' })
  expect((await landline.owner.get(`/messages/${ids[0]}`)).message.subject).toBe('lunch')
})

test('a topic that is there already keeps its spelling; the same topic can be spelt anew', async () => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'One')
  await landline.owner.send('general', 'Soup', 'Two')
  const queue = await landline.owner.register({ event_types: ['update_message'] })
  await landline.owner.patch(`/messages/${id}`, { topic: 'SOUP' })
  expect(await queue.next()).toMatchObject({ orig_subject: 'lunch', subject: 'Soup' })
  await landline.owner.patch(`/messages/${id}`, { topic: 'SOUP', ...all })
  expect(await queue.next()).toMatchObject({ orig_subject: 'Soup', subject: 'SOUP' })
  expect((await landline.owner.get(`/messages/${id}`)).message.subject).toBe('SOUP')
})

test('what somebody had not read stays unread for them when it moves to a channel they are in, and goes when they lose sight of it', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const there = await landline.channel('there', { subscribers: [ada!, landline.owner] })
  const secret = await landline.channel('secret', { subscribers: [landline.owner], isPrivate: true })
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  const unread = async (person: Person): Promise<number[]> => {
    const narrow = [{ operator: 'is', operand: 'unread' }]
    const { messages } = await person.get('/messages', { anchor: 'newest', num_before: 9, num_after: 0, narrow })
    return messages.map((message: { id: number }) => message.id)
  }
  expect([await unread(ada!), await unread(ben!)]).toEqual([[id], [id]])
  const quietly = { send_notification_to_new_thread: false }
  await landline.owner.patch(`/messages/${id}`, { stream_id: there, ...quietly })
  expect(await unread(ada!)).toEqual([id])
  expect((await ada!.get(`/messages/${id}`)).message).toMatchObject({ stream_id: there, flags: [] })
  await landline.owner.patch(`/messages/${id}`, { stream_id: secret, ...quietly })
  expect([await unread(ada!), await unread(ben!)]).toEqual([[], []])
})

test('whoever may not move, or not write there, is refused', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const news = await landline.channel('news', { subscribers: [ada!, landline.owner] })
  const secret = await landline.channel('secret', { subscribers: [landline.owner], isPrivate: true })
  const onlyOwner = { new: { direct_members: [landline.owner.id], direct_subgroups: [] } }
  await landline.owner.patch(`/streams/${news}`, { can_send_message_group: onlyOwner })
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  await expect(ada!.patch(`/messages/${id}`, { stream_id: news })).rejects.toThrow("Not authorized to send to channel 'news'")
  await expect(ada!.patch(`/messages/${id}`, { stream_id: secret })).rejects.toThrow('Invalid channel ID')
  await landline.owner.patch('/realm', { can_move_messages_between_topics_group: onlyOwner })
  const denied = "You don't have permission to move this message"
  await expect(ada!.patch(`/messages/${id}`, { topic: 'dinner' })).rejects.toThrow(denied)
  await ada!.patch(`/messages/${id}`, { topic: '✔ lunch', ...all }) // resolving has a group of its own
  await landline.owner.patch('/realm', { can_resolve_topics_group: onlyOwner })
  await expect(ada!.patch(`/messages/${id}`, { topic: 'lunch', ...all })).rejects.toThrow(denied)
})

test('where time has passed for the older messages of a topic, the mover learns which can go', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const old = await ada!.send('general', 'lunch', 'long ago')
  const { id } = await ada!.send('general', 'lunch', 'today')
  await landline.appliance.database.inTransaction((trx) =>
    trx
      .updateTable('messages')
      .set({ sentAt: 1 })
      .where('id', '=', old.id as never)
      .execute(),
  )
  await expect(ada!.patch(`/messages/${id}`, { topic: 'dinner', ...all })).rejects.toMatchObject({
    status: 400,
    body: {
      code: 'MOVE_MESSAGES_TIME_LIMIT_EXCEEDED',
      first_message_id_allowed_to_move: id,
      total_messages_in_topic: 2,
      total_messages_allowed_to_move: 1,
    },
  })
  await ada!.patch(`/messages/${id}`, { topic: 'dinner', propagate_mode: 'change_later' })
})
