import { expect, test } from 'vitest'
import { HeardQueue } from '../support/heard-queue.ts'
import { type Answer, Person } from '../support/person.ts'
import { read } from './keys.ts'
import { picture, sendFile, startOrganization } from './organization.ts'

/** What the Python bindings and the bots that are made with them send and read. */

test('a bot hears when somebody addresses it, in the words they typed, and answers where they did', async () => {
  const { landline, ada, ben } = await startOrganization()
  const { user_id: id, api_key: apiKey } = await ada.post('/bots', { full_name: 'Helper Bot', short_name: 'helper' })
  const bot = new Person(landline.url, { id, apiKey, name: 'Helper Bot', email: 'helper-bot@landline.internal' })
  read(await bot.get('/server_settings'), 'zulip_version')
  read(await bot.get('/users/me'), 'user_id full_name email')
  const registered = await bot.post('/register', { event_types: ['message'], narrow: [] })
  read(registered, 'queue_id last_event_id')
  const queue = new HeardQueue(bot, registered)

  await ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'general' }], principals: [bot.id] })
  await ada.send('general', 'help', 'Nothing for **you**')
  await ada.send('general', 'help', '@**Helper Bot** what *is* the time?')
  await ben.tell([bot], 'and **you**?')
  const [aside, asked, whispered] = await queue.all()
  expect(aside).toMatchObject({ flags: [], message: { content: 'Nothing for **you**', content_type: 'text/x-markdown' } })
  expect(asked!.flags).toContain('mentioned')
  expect(asked!.message.content).toBe('@**Helper Bot** what *is* the time?')
  expect(whispered!.message).toMatchObject({ type: 'private', content: 'and **you**?' })

  const { display_recipient, subject } = asked!.message
  await bot.post('/messages', { type: 'stream', to: display_recipient, subject, content: 'Tea time' })
  const people = whispered!.message.display_recipient.map(({ id }: Answer) => id)
  await bot.post('/messages', { type: 'private', to: people, content: 'Me too' })
  await bot.post(`/messages/${asked!.message.id}/reactions`, {
    message_id: asked!.message.id,
    emoji_name: 'clock',
    reaction_type: 'unicode_emoji',
  })
  const { messages } = await ada.get('/messages', {
    anchor: 'newest',
    num_before: 2,
    num_after: 0,
    narrow: [['stream', 'general']],
  })
  expect(messages).toMatchObject([
    { id: asked!.message.id, reactions: [{ emoji_name: 'clock', user_id: bot.id }] },
    { sender_id: bot.id, subject: 'help', content: '<p>Tea time</p>' },
  ])
  const direct = await ben.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, narrow: [['pm-with', bot.email]] })
  expect(direct.messages.map(({ content }: Answer) => content)).toContain('<p>Me too</p>')

  await bot.put('/bot_storage', { storage: { asked: JSON.stringify(1) } })
  read(await bot.get('/bot_storage', { keys: ['asked'] }), 'storage')
})

test('a script uploads, moves a topic, reads and ends its queue as the bindings do', async () => {
  const { landline, owner, ada } = await startOrganization()
  const path = '/home/ada/my photo.png' // the form's field has the name of the opened file
  read(await sendFile(ada, '/user_uploads', 'my photo.png', await picture(), path), 'uri')

  await landline.channel('archive', { subscribers: [owner, ada] })
  const { id } = await ada.send('general', 'old', 'Keep this')
  const to = (await owner.get('/get_stream_id', { stream: 'archive' })).stream_id
  const narrow = [{ operator: 'stream', operand: 'general' }, { operator: 'topic', operand: 'old' }] // biome-ignore format: one line
  const { messages } = await owner.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, narrow })
  expect(messages[0].id).toBe(id)
  const notices = { send_notification_to_old_thread: true, send_notification_to_new_thread: true }
  await owner.patch(`/messages/${id}`, { stream_id: to, propagate_mode: 'change_all', topic: 'old', ...notices })
  expect((await ada.get(`/messages/${id}`)).message).toMatchObject({ stream_id: to, subject: 'old' })

  const { queue_id, last_event_id } = await ada.post('/register', { event_types: ['message'], narrow: [] })
  const poll = { queue_id, last_event_id, dont_block: true }
  expect((await ada.get('/events', poll)).events).toEqual([]) // at once, as it asks after a failure
  await ada.delete('/events', { queue_id })
  await expect(ada.get('/events', poll)).rejects.toMatchObject({ status: 400, body: { code: 'BAD_EVENT_QUEUE_ID', queue_id } })
})
