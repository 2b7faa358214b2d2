import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

const followed = 3

test('a mention, a group, a whole channel and an alert word mark the copies of those concerned, and of nobody else', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('ada', 'ben', 'eve')
  await landline.owner.post('/user_groups/create', { name: 'cooks', description: '', members: [ben!.id] })
  await eve!.post('/users/me/alert_words', { alert_words: ['soup'] })
  const queues = await Promise.all([ben!, eve!].map((one) => one.register({ event_types: ['message'] })))
  const flagsSeen = async (content: string) => {
    const { id } = await ada!.send('general', 'lunch', content)
    const heard = await Promise.all(queues.map(async (queue) => (await queue.next()).flags))
    const read = await Promise.all([ben!, eve!].map(async (one) => (await one.get(`/messages/${id}`)).message.flags))
    expect(read).toEqual(heard)
    return heard
  }
  expect(await flagsSeen('Hello @**ben**')).toEqual([['mentioned'], []])
  expect(await flagsSeen('Hello @_**ben**')).toEqual([[], []])
  expect(await flagsSeen('Hello @*cooks*')).toEqual([['mentioned'], []])
  expect(await flagsSeen('More SOUP?')).toEqual([[], ['has_alert_word']])
  const everybody = ['stream_wildcard_mentioned', 'wildcard_mentioned']
  expect(await flagsSeen('Hello @**all**')).toEqual([everybody, everybody])
  await ben!.send('general', 'lunch', 'Here')
  await Promise.all(queues.map((queue) => queue.next()))
  expect(await flagsSeen('Hello @**topic**')).toEqual([['topic_wildcard_mentioned', 'wildcard_mentioned'], []])
})

test('what somebody muted writes counts as read, even where it names the one who muted them', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  await ben!.post(`/users/me/muted_users/${ada!.id}`)
  const queue = await ben!.register({ event_types: ['message'] })
  const { id } = await ada!.send('general', 'lunch', 'Hello @**ben**')
  expect((await queue.next()).flags).toEqual(['read', 'mentioned'])
  expect((await ben!.get(`/messages/${id}`)).message.flags).toEqual(['read', 'mentioned'])
})

test('only whom a group lets may call it, and few call a crowd', async () => {
  const landline = await startLandline()
  const [ada, ...crowd] = await landline.users('ada', ...Array.from({ length: 16 }, (_, n) => `member${n}`))
  const onlyMe = { direct_members: [landline.owner.id], direct_subgroups: [] }
  await landline.owner.post('/user_groups/create', {
    name: 'board',
    description: '',
    members: [crowd[0]!.id],
    can_mention_group: onlyMe,
  })
  await expect(ada!.send('general', 'lunch', '@*board* come')).rejects.toMatchObject({
    status: 400,
    body: { msg: "You are not allowed to mention user group 'board'." },
  })
  await ada!.send('general', 'lunch', '@_*board* met')
  await landline.owner.send('general', 'lunch', '@*board* come')
  await expect(ada!.send('general', 'lunch', '@**all** come')).rejects.toMatchObject({
    body: { code: 'STREAM_WILDCARD_MENTION_NOT_ALLOWED' },
  })
  await landline.owner.send('general', 'lunch', '@**all** come')
})

test('who begins a topic follows it, and so does who is named there; their settings can say otherwise', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('ada', 'ben', 'eve')
  await eve!.patch('/settings', { automatically_follow_topics_where_mentioned: false, automatically_follow_topics_policy: 2 })
  const bens = await ben!.register({ event_types: ['user_topic'] })
  const first = await ada!.post('/messages', { type: 'channel', to: 'general', topic: 'lunch', content: '@**ben**, @**eve**?' })
  expect(first.automatic_new_visibility_policy).toBe(followed)
  expect(await bens.next()).toMatchObject({ topic_name: 'lunch', visibility_policy: followed })
  const again = await ada!.post('/messages', { type: 'channel', to: 'general', topic: 'lunch', content: 'Soup?' })
  expect(again).not.toHaveProperty('automatic_new_visibility_policy')
  const register = async (person: typeof ada) =>
    (await person!.post('/register', { fetch_event_types: ['user_topic'] })).user_topics
  expect(await register(eve)).toEqual([])
  await eve!.send('general', 'lunch', 'Yes')
  expect(await register(eve)).toMatchObject([{ topic_name: 'lunch', visibility_policy: followed }])
})

test('a topic in a muted channel is heard again by one who writes or reacts there', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  await ada!.post('/users/me/subscriptions/properties', {
    subscription_data: [{ stream_id, property: 'is_muted', value: true }],
  })
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  const unmuted = await ada!.post('/messages', { type: 'channel', to: 'general', topic: 'lunch', content: 'Yes' })
  expect(unmuted.automatic_new_visibility_policy).toBe(2)
  await ada!.patch('/settings', { automatically_follow_topics_policy: 1 })
  const queue = await ada!.register({ event_types: ['user_topic'] })
  await ada!.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  expect(await queue.next()).toMatchObject({ topic_name: 'lunch', visibility_policy: followed })
})

test('guests write where they are subscribed, and know of nothing else', async () => {
  const landline = await startLandline()
  const guest = await landline.user('gil', { role: 'guest' })
  await landline.channel('visitors', { subscribers: [landline.owner, guest] })
  const { id } = await landline.owner.send('general', 'lunch', 'Among us')
  await expect(guest.send('general', 'lunch', 'Hello')).rejects.toMatchObject({
    body: { code: 'STREAM_DOES_NOT_EXIST', stream: 'general' },
  })
  await expect(guest.get(`/messages/${id}`)).rejects.toThrow('Invalid message(s)')
  const queue = await landline.owner.register({ event_types: ['message'] })
  await guest.send('visitors', 'hello', 'Good day')
  expect((await queue.next()).message.display_recipient).toBe('visitors')
})

test('nobody writes in an archived channel, or where only others may', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const old = await landline.channel('old', { subscribers: [ada!] })
  await landline.owner.delete(`/streams/${old}`)
  await expect(ada!.send('old', 'x', 'y')).rejects.toThrow("Not authorized to send to channel 'old'")
  const news = await landline.channel('news', { subscribers: [ada!, landline.owner] })
  await landline.owner.patch(`/streams/${news}`, {
    can_send_message_group: { new: { direct_members: [landline.owner.id], direct_subgroups: [] } },
  })
  await expect(ada!.send('news', 'x', 'y')).rejects.toThrow("Not authorized to send to channel 'news'")
  await landline.owner.send('news', 'x', 'y')
})

test('a direct message is one conversation, whoever begins it and however the others are named', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('ada', 'ben', 'eve')
  const queue = await ben!.register({ event_types: ['message'] })
  await ada!.post('/messages', { type: 'private', to: 'ben@example.com, eve@example.com', content: 'one' })
  await eve!.post('/messages', { type: 'direct', to: [ada!.id, ben!.id, eve!.id], content: 'two' })
  const [one, two] = [(await queue.next()).message, (await queue.next()).message]
  expect(one.recipient_id).toBe(two.recipient_id)
  expect(one.display_recipient.map(({ id }: { id: number }) => id)).toEqual([ada!.id, ben!.id, eve!.id])
  const { id } = await ada!.tell([ada!], 'a note to myself', { read_by_sender: true })
  expect((await ada!.get(`/messages/${id}`)).message).toMatchObject({ flags: ['read'], display_recipient: [{ id: ada!.id }] })
})

test('the organization decides who writes to people, and who begins', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  await ada!.tell([ben!], 'before')
  const onlyOwner = { direct_members: [landline.owner.id], direct_subgroups: [] }
  await landline.owner.patch('/realm', { direct_message_initiator_group: { new: onlyOwner } })
  await ada!.tell([ben!], 'we spoke before')
  await expect(ada!.tell([landline.owner], 'a new one')).rejects.toThrow("You don't have permission to start this conversation.")
  await landline.owner.patch('/realm', { direct_message_permission_group: { new: onlyOwner } })
  await expect(ada!.tell([ben!], 'again')).rejects.toThrow('Direct messages are disabled in this organization.')
})

test('a message that a program sends for somebody waits for them, unless it says that they have seen it', async () => {
  const landline = await startLandline()
  const sendAs = async (userAgent: string, more = {}) => {
    const response = await fetch(`${landline.url}/api/v1/messages`, {
      method: 'POST',
      headers: { authorization: landline.owner.authorization, 'user-agent': userAgent },
      body: new URLSearchParams({ type: 'channel', to: 'general', topic: 'lunch', content: 'Soup?', ...more }),
    })
    const { id } = (await response.json()) as { id: number }
    return (await landline.owner.get(`/messages/${id}`)).message
  }
  expect(await sendAs('ZulipMobile/flutter')).toMatchObject({ client: 'ZulipMobile', flags: ['read'] })
  expect(await sendAs('ZulipTerminal/0.7.0 (Linux)')).toMatchObject({ client: 'ZulipTerminal', flags: ['read'] })
  expect(await sendAs('ZulipPython/0.9.1 (Ubuntu; 24.04)')).toMatchObject({ client: 'ZulipPython', flags: [] })
  expect(await sendAs('ZulipPython/0.9.1', { read_by_sender: 'true' })).toMatchObject({ flags: ['read'] })
  expect(await sendAs('node', { client: 'My robot' })).toMatchObject({ client: 'My robot', flags: [] })
  const { content_type, is_me_message, sender_realm_str } = await sendAs('x', { content: '/me eats' })
  expect({ content_type, is_me_message, sender_realm_str }).toEqual({
    content_type: 'text/html',
    is_me_message: true,
    sender_realm_str: '',
  })
})

test('a client that takes no HTML reads what was written, also in events', async () => {
  const landline = await startLandline()
  const queue = await landline.owner.register({ event_types: ['message'], apply_markdown: false })
  const { id } = await landline.owner.send('general', '', '**Soup**')
  expect((await queue.next()).message).toMatchObject({ content: '**Soup**', content_type: 'text/x-markdown', subject: '' })
  const { message } = await landline.owner.get(`/messages/${id}`, { apply_markdown: false })
  expect(message).toMatchObject({ content: '**Soup**', subject: 'general chat' })
})
