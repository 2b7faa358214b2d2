import { expect, test } from 'vitest'
import zulip from 'zulip-js'
import { type Landline, startLandline } from '../../test/support/landline.ts'
import { type Answer, Person } from '../../test/support/person.ts'

interface Given {
  readonly [name: string]: unknown
}

/** A bot of somebody's, ready to act with its key. */
async function makeBot(owner: Person, given: Given = {}): Promise<Person> {
  const name = (given.full_name as string) ?? 'Builds'
  const { user_id: id, api_key: apiKey } = await owner.post('/bots', { full_name: name, short_name: 'builds', ...given })
  return new Person(owner.url, { id, name, apiKey, email: `${(given.short_name as string) ?? 'builds'}-bot@landline.internal` })
}

const listed = async (person: Person): Promise<Answer[]> =>
  (await person.post('/register', { fetch_event_types: ['realm_bot'] })).realm_bots

async function adaAndBen(): Promise<{ landline: Landline; ada: Person; ben: Person }> {
  const landline = await startLandline()
  const [ada, ben] = (await landline.users('Ada', 'Ben')) as [Person, Person]
  return { landline, ada, ben }
}

test('Ada makes a bot: everyone sees it, those who look after it hear of its settings, and its key works at once', async () => {
  const { landline, ada, ben } = await adaAndBen()
  const event_types = ['realm_bot', 'realm_user']
  const queues = await Promise.all([ada, ben, landline.owner].map((one) => one.register({ event_types })))
  const answer = await ada.post('/bots', { full_name: 'Builds', short_name: 'builds', default_sending_stream: 'general' })
  expect(answer).toMatchObject({
    user_id: expect.any(Number),
    api_key: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
    default_sending_stream: 'general',
    default_events_register_stream: null,
    default_all_public_streams: false,
  })
  const email = 'builds-bot@landline.internal'
  const person = { user_id: answer.user_id, email, is_bot: true, bot_type: 1, bot_owner_id: ada.id, role: 400 }
  for (const queue of queues) expect(await queue.next()).toMatchObject({ type: 'realm_user', op: 'add', person })
  const bot = { user_id: answer.user_id, email, full_name: 'Builds', owner_id: ada.id, is_active: true, services: [] }
  for (const queue of [queues[0]!, queues[2]!]) {
    const event = await queue.next()
    expect(event).toMatchObject({ type: 'realm_bot', op: 'add', bot })
    expect(event.bot).not.toHaveProperty('api_key')
  }
  await landline.owner.patch(`/users/${ben.id}`, { role: 300 })
  expect(await queues[1]!.next()).toMatchObject({ type: 'realm_user', op: 'update' }) // and nothing about the bot before

  expect(await listed(ada)).toMatchObject([bot])
  expect(await listed(landline.owner)).toMatchObject([bot])
  expect(await listed(ben)).toEqual([])
  expect((await ada.get('/bots')).bots).toMatchObject([
    { username: email, full_name: 'Builds', default_sending_stream: 'general' },
  ])
  const client = await zulip({ username: email, apiKey: answer.api_key, realm: landline.url })
  const sent = { type: 'stream', to: 'general', topic: 'builds', content: 'It is green.' }
  expect(await client.messages.send(sent)).toMatchObject({ result: 'success' })
  const { messages } = await ben.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0 })
  expect(messages[0]).toMatchObject({ sender_full_name: 'Builds', sender_email: email })
})

test('a bot for incoming webhooks says things, and does nothing else', async () => {
  const { ada } = await adaAndBen()
  const bot = await makeBot(ada, { bot_type: 2 })
  await bot.send('general', 'alarms', 'It is red.')
  for (const attempt of [
    () => bot.get('/users'),
    () => bot.post('/register'),
    () => bot.get('/messages'),
    () => bot.get('/users/me'),
  ]) {
    await expect(attempt()).rejects.toMatchObject({
      status: 401,
      body: { msg: 'This API is not available to incoming webhook bots.' },
    })
  }
})

test('bots make no bots, guests make none, and nobody signs in as one with a password', async () => {
  const { landline, ada } = await adaAndBen()
  const bot = await makeBot(ada)
  const gus = await landline.user('Gus', { role: 'guest' })
  await expect(makeBot(bot, { full_name: 'More', short_name: 'more' })).rejects.toThrow('does not accept bot requests')
  await expect(makeBot(gus, { full_name: 'Gift', short_name: 'gift' })).rejects.toThrow('Not allowed for guest users')
  const wrong = ada.post('/fetch_api_key', { username: bot.email, password: '' })
  await expect(wrong).rejects.toThrow(/incorrect|password/)
})

test('who may make bots is for the organization to say', async () => {
  const { landline, ada } = await adaAndBen()
  const [members, administrators] = [5, 2]
  await landline.owner.patch('/realm', { can_create_bots_group: administrators })
  await expect(makeBot(ada)).rejects.toThrow('Insufficient permission')
  await makeBot(ada, { bot_type: 2 })
  await landline.owner.patch('/realm', { can_create_write_only_bots_group: administrators })
  await expect(makeBot(ada, { bot_type: 2, full_name: 'Two', short_name: 'two' })).rejects.toThrow('Insufficient permission')
  await landline.owner.patch('/realm', { can_create_bots_group: members })
  await makeBot(ada, { bot_type: 2, full_name: 'Two', short_name: 'two' })
})

test.each([
  [{ short_name: 'builds', full_name: 'Other' }, 'Username already in use'],
  [{ short_name: 'other', full_name: 'builds' }, 'Name is already in use.'],
  [{ short_name: ' ', full_name: 'Other' }, 'Bad name or username'],
  [{ short_name: 'a b', full_name: 'Other' }, 'Bad name or username'],
  [{ short_name: 'x'.repeat(51), full_name: 'Other' }, 'Bad name or username'],
  [{ short_name: 'other', full_name: ' ' }, 'Name cannot be empty.'],
  [{ short_name: 'other', full_name: 'Other', bot_type: 3 }, 'Invalid bot type'],
  [{ short_name: 'other', full_name: 'Other', bot_type: 'x' }, 'bot_type'],
  [{ short_name: 'other', full_name: 'Other', default_sending_stream: 'nowhere' }, "Channel 'nowhere' does not exist"],
])('nobody makes a bot with %j', async (given, reason) => {
  const { ada } = await adaAndBen()
  await makeBot(ada)
  await expect(ada.post('/bots', given)).rejects.toThrow(reason)
  expect(await listed(ada)).toHaveLength(1)
})

test('Ada renames her bot and says where it is at home; the picture with its initials changes', async () => {
  const { ada } = await adaAndBen()
  const bot = await makeBot(ada)
  const queue = await ada.register({ event_types: ['realm_bot'] })
  const change = { full_name: 'Alarms', default_sending_stream: 'general', default_all_public_streams: true }
  const answer = await ada.patch(`/bots/${bot.id}`, change)
  expect(answer).toMatchObject({ ...change, bot_owner: ada.email })
  const update = { type: 'realm_bot', op: 'update' }
  expect(await queue.next()).toMatchObject({ ...update, bot: { user_id: bot.id, full_name: 'Alarms' } })
  expect(await queue.next()).toMatchObject({ ...update, bot: { user_id: bot.id, avatar_url: answer.avatar_url } })
  const { full_name: _told, ...defaults } = change
  expect(await queue.next()).toMatchObject({ ...update, bot: { user_id: bot.id, ...defaults } })
  expect(await ada.patch(`/bots/${bot.id}`, { default_sending_stream: '' })).toMatchObject({ default_sending_stream: null })
})

test('a bot goes over to somebody else: the one hears that it is gone, the other that it came', async () => {
  const { landline, ada, ben } = await adaAndBen()
  const bot = await makeBot(ada)
  const queues = await Promise.all([ada, ben, landline.owner].map((one) => one.register({ event_types: ['realm_bot'] })))
  await ada.patch(`/bots/${bot.id}`, { bot_owner_id: ben.id })
  expect(await queues[0]!.next()).toMatchObject({ op: 'delete', bot: { user_id: bot.id } })
  expect(await queues[1]!.next()).toMatchObject({ op: 'add', bot: { user_id: bot.id, owner_id: ben.id } })
  expect(await queues[2]!.next()).toMatchObject({ op: 'update', bot: { user_id: bot.id, owner_id: ben.id } })
  await expect(ada.patch(`/bots/${bot.id}`, { full_name: 'Mine' })).rejects.toThrow('Insufficient permission')
  await expect(ben.patch(`/bots/${bot.id}`, { bot_owner_id: bot.id })).rejects.toThrow("bots can't own other bots")
  await expect(ben.patch(`/bots/${bot.id}`, { bot_owner_id: 999 })).rejects.toThrow('no such user')
  await landline.owner.delete(`/users/${ada.id}`)
  await expect(ben.patch(`/bots/${bot.id}`, { bot_owner_id: ada.id })).rejects.toThrow('user is deactivated')
})

test('only those who look after a bot change it, and people are no bots', async () => {
  const { landline, ada, ben } = await adaAndBen()
  const bot = await makeBot(ada)
  for (const id of [bot.id, ada.id, 999]) {
    const reason = id === bot.id ? 'Insufficient permission' : 'No such bot'
    await expect(ben.patch(`/bots/${id}`, { full_name: 'Stolen' })).rejects.toThrow(reason)
    await expect(ben.post(`/bots/${id}/api_key/regenerate`)).rejects.toThrow(reason)
    await expect(ben.delete(`/bots/${id}`)).rejects.toThrow(reason)
  }
  await expect(ada.patch(`/bots/${bot.id}`, { role: 200 })).rejects.toThrow('Insufficient permission')
  await landline.owner.patch(`/bots/${bot.id}`, { role: 300 })
  expect((await ben.get(`/users/${bot.id}`)).user.role).toBe(300)
})

test('a new key ends the old one', async () => {
  const { ada } = await adaAndBen()
  const bot = await makeBot(ada)
  const { api_key: apiKey } = await ada.post(`/bots/${bot.id}/api_key/regenerate`)
  await expect(bot.get('/users/me')).rejects.toMatchObject({ status: 401 })
  expect(await new Person(bot.url, { ...bot, apiKey }).get('/users/me')).toMatchObject({ user_id: bot.id })
})

test('a bot that is put out of use stops at once, and so do those of somebody who leaves', async () => {
  const { landline, ada } = await adaAndBen()
  const [one, two] = [await makeBot(ada), await makeBot(ada, { full_name: 'Two', short_name: 'two' })]
  const queue = await landline.owner.register({ event_types: ['realm_bot'] })
  await ada.delete(`/bots/${one.id}`)
  expect(await queue.next()).toMatchObject({ op: 'update', bot: { user_id: one.id, is_active: false } })
  await expect(one.get('/users/me')).rejects.toMatchObject({ body: { code: 'USER_DEACTIVATED' } })
  expect((await ada.get('/bots')).bots).toMatchObject([{ full_name: 'Two' }])

  await landline.owner.delete(`/users/${ada.id}`)
  expect(await queue.next()).toMatchObject({ op: 'update', bot: { user_id: two.id, is_active: false } })
  await expect(two.get('/users/me')).rejects.toMatchObject({ body: { code: 'USER_DEACTIVATED' } })
  await landline.owner.post(`/users/${one.id}/reactivate`)
  expect(await queue.next()).toMatchObject({ op: 'update', bot: { user_id: one.id, is_active: true } })
  expect(await queue.next()).toMatchObject({ op: 'update', bot: { user_id: one.id, owner_id: landline.owner.id } })
})

test('a bot’s program that does not say what it wants to hear hears what its owner chose', async () => {
  const { landline, ada } = await adaAndBen()
  await landline.channel('kitchen', { subscribers: [ada] })
  const bot = await makeBot(ada, { default_events_register_stream: 'kitchen', default_all_public_streams: true })
  const queue = await bot.register({ event_types: ['message'] })
  await ada.send('general', 'lunch', 'Not in the kitchen')
  await ada.send('kitchen', 'lunch', 'Soup')
  expect(await queue.next()).toMatchObject({ type: 'message', message: { content: '<p>Soup</p>' } })
})

test('a bot that does not say where it writes writes where its owner chose; people and other bots must say', async () => {
  const { ada } = await adaAndBen()
  const [bot, other] = [await makeBot(ada), await makeBot(ada, { full_name: 'Two', short_name: 'two' })]
  await ada.patch(`/bots/${bot.id}`, { default_sending_stream: 'general' })
  const words = { type: 'stream', topic: 'lunch', content: 'Soup' }
  const { id } = await bot.post('/messages', words)
  expect((await ada.get(`/messages/${id}`)).message).toMatchObject({ display_recipient: 'general', subject: 'lunch' })
  for (const [one, given] of [
    [other, words],
    [ada, words],
    [bot, { type: 'direct', content: 'Soup' }],
  ] as const) {
    await expect(one.post('/messages', given)).rejects.toMatchObject({
      body: { code: 'REQUEST_VARIABLE_MISSING', var_name: 'to' },
    })
  }
})

test('a bot keeps what it wants to know tomorrow, and people have other means', async () => {
  const { ada } = await adaAndBen()
  const bot = await makeBot(ada)
  await bot.put('/bot_storage', { storage: { seen: '12', mood: '"good"' } })
  await bot.put('/bot_storage', { storage: { seen: '13' } })
  expect((await bot.get('/bot_storage')).storage).toEqual({ seen: '13', mood: '"good"' })
  expect((await bot.get('/bot_storage', { keys: ['mood'] })).storage).toEqual({ mood: '"good"' })
  await expect(bot.get('/bot_storage', { keys: ['seen', 'nothing'] })).rejects.toThrow('Key does not exist.')
  await expect(bot.delete('/bot_storage', { keys: ['seen', 'nothing'] })).rejects.toThrow('Key does not exist.')
  await bot.delete('/bot_storage', { keys: ['seen'] })
  expect((await bot.get('/bot_storage')).storage).toEqual({ mood: '"good"' })
  await bot.delete('/bot_storage')
  expect((await bot.get('/bot_storage')).storage).toEqual({})
  await expect(bot.put('/bot_storage', { storage: { n: 1 } })).rejects.toThrow(/storage/)
  await expect(ada.get('/bot_storage')).rejects.toThrow('Only bots')
})

test('a bot keeps no more than its share', async () => {
  const { ada } = await adaAndBen()
  const bot = await makeBot(ada)
  const million = 'x'.repeat(999_990)
  for (let part = 0; part < 10; part++) await bot.put('/bot_storage', { storage: { [`p${part}`]: million } })
  await expect(bot.put('/bot_storage', { storage: { more: 'x'.repeat(200) } })).rejects.toThrow(
    'Request exceeds storage limit by 124 characters. The limit is 10000000 characters.',
  )
})
