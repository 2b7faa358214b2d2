import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../../../test/support/landline.ts'
import type { Answer, Person } from '../../../test/support/person.ts'

const idsOf = ({ messages }: Answer): number[] => messages.map(({ id }: { id: number }) => id)

/** What a narrow shows somebody, oldest first. */
const look = async (person: Person, ...narrow: unknown[]): Promise<number[]> =>
  idsOf(await person.get('/messages', { anchor: 'newest', num_before: 100, num_after: 0, narrow }))

const term = (operator: string, operand: unknown, negated = false) => ({ operator, operand, negated })

async function chat() {
  const landline: Landline = await startLandline()
  const [ada, ben, eve] = (await landline.users('ada', 'ben', 'eve')) as [Person, Person, Person]
  return { landline, ada, ben, eve }
}

test('a channel is named by its name or its id, as old clients and new ones do', async () => {
  const { landline, ada, ben } = await chat()
  const kitchen = await landline.channel('Kitchen', { subscribers: [ada, ben] })
  const { id } = await ada.send('Kitchen', 'lunch', 'soup')
  const other = await ada.send('general', 'lunch', 'soup')
  for (const narrow of [
    [term('channel', kitchen)],
    [term('channel', 'kitchen')],
    [['stream', 'Kitchen']],
    [['stream', String(kitchen)]],
    [
      ['stream', 'Kitchen'],
      ['subject', 'Lunch'],
    ],
    [{ operator: 'streams', operand: 'public' }, term('channel', kitchen)],
  ])
    expect(await look(ben, ...narrow), JSON.stringify(narrow)).toEqual([id])
  expect(await look(ben, term('topic', 'LUNCH'))).toEqual([id, other.id])
  expect(await look(ben, term('channel', kitchen), term('topic', 'dinner'))).toEqual([])
  const direct = await ada.tell([ben], 'soup?')
  expect(await look(ben, term('channel', kitchen, true))).toEqual([other.id, direct.id])
})

test('a conversation is found by ids, addresses, or who is in it', async () => {
  const { ada, ben, eve } = await chat()
  const two = (await ada.tell([ben], 'two')).id
  const three = (await ada.tell([ben, eve], 'three')).id
  const alone = (await ada.tell([ada], 'alone')).id
  const said = (await ada.send('general', 'x', 'aloud')).id
  expect(await look(ada, term('dm', [ben.id]))).toEqual([two])
  expect(await look(ada, term('dm', [ben.id, ada.id]))).toEqual([two])
  expect(await look(ada, term('pm-with', `${ben.email}, ${eve.email}`))).toEqual([three])
  expect(await look(ada, term('pm-with', JSON.stringify([eve.id, ben.id])))).toEqual([three])
  expect(await look(ada, term('dm', []))).toEqual([alone])
  expect(await look(ada, term('dm', [eve.id]))).toEqual([])
  expect(await look(ada, term('dm-including', ben.id))).toEqual([two, three])
  expect(await look(ada, term('dm-including', ben.email))).toEqual([two, three])
  expect(await look(ada, term('group-pm-with', ben.id))).toEqual([three])
  expect(await look(ada, term('is', 'dm'))).toEqual([two, three, alone])
  expect(await look(ada, ['is', 'private'])).toEqual([two, three, alone])
  expect(await look(ada, term('is', 'dm', true))).toEqual([said])
  expect(await look(ben, term('is', 'dm'))).toEqual([two, three])
  expect(await look(eve, term('dm', [ada.id]))).toEqual([])
})

test('messages are found by who wrote them and what they have', async () => {
  const { ada, ben } = await chat()
  const plain = (await ada.send('general', 'x', 'plain')).id
  const link = (await ben.send('general', 'x', 'https://example.com')).id
  await ada.post(`/messages/${plain}/reactions`, { emoji_name: 'tada' })
  expect(await look(ada, term('sender', 'me'))).toEqual([plain])
  expect(await look(ada, term('sender', ben.id))).toEqual([link])
  expect(await look(ada, term('from', ben.email))).toEqual([link])
  expect(await look(ada, term('sender', ben.id, true))).toEqual([plain])
  expect(await look(ada, term('has', 'link'))).toEqual([link])
  expect(await look(ada, term('has', 'link', true))).toEqual([plain])
  expect(await look(ada, term('has', 'reaction'))).toEqual([plain])
  expect(await look(ada, term('has', 'image'))).toEqual([])
  expect(await look(ada, term('id', link))).toEqual([link])
  expect(await look(ada, term('near', link))).toEqual([plain, link])
})

test('what somebody marked, was mentioned in or has not read is found by that', async () => {
  const { ada, ben } = await chat()
  await ben.post('/users/me/alert_words', { alert_words: ['soup'] })
  const own = (await ben.send('general', 'x', 'mine', { read_by_sender: true })).id
  const mention = (await ada.send('general', 'x', '@**ben** look')).id
  const everyone = (await ada.send('general', 'x', '@**all** look')).id
  const alert = (await ada.send('general', 'x', 'more soup')).id
  await ben.post('/messages/flags', { messages: [own], op: 'add', flag: 'starred' })
  expect(await look(ben, term('is', 'starred'))).toEqual([own])
  expect(await look(ada, term('is', 'starred'))).toEqual([])
  expect(await look(ben, term('is', 'mentioned'))).toEqual([mention, everyone])
  expect(await look(ben, term('is', 'alerted'))).toEqual([alert])
  expect(await look(ben, term('is', 'unread'))).toEqual([mention, everyone, alert])
  await ben.post('/messages/flags', { messages: [everyone], op: 'add', flag: 'read' })
  expect(await look(ben, term('is', 'unread'))).toEqual([mention, alert])
  expect(await look(ben, term('is', 'unread', true))).toEqual([own, everyone])
  expect(await look(ben, term('is', 'unread'), term('is', 'mentioned'))).toEqual([mention])
  expect(await look(ben, term('is', 'unread'), term('is', 'unread', true))).toEqual([])
  const few = { anchor: 'newest', num_before: 1, num_after: 0 }
  for (let n = 0; n < 3; n += 1) await ada.send('general', 'y', 'news')
  expect(idsOf(await ben.get('/messages', { ...few, narrow: [term('is', 'unread', true)] }))).toEqual([everyone])
  expect(idsOf(await ben.get('/messages', { ...few, narrow: [term('is', 'unread'), term('topic', 'x')] }))).toEqual([alert])
})

test('muted, followed and resolved topics can be looked at, and left out', async () => {
  const { landline, ada, ben } = await chat()
  const noisy = await landline.channel('noisy', { subscribers: [ada, ben] })
  const { stream_id: general } = await ben.get('/get_stream_id', { stream: 'general' })
  const [inMuted, inUnmuted] = [(await ada.send('noisy', 'a', '1')).id, (await ada.send('noisy', 'b', '2')).id]
  const [inMutedTopic, followed] = [(await ada.send('general', 'c', '3')).id, (await ada.send('general', 'd', '4')).id]
  const direct = (await ada.tell([ben], '5')).id
  const resolved = (await ada.send('general', '✔ e', '6')).id
  await ben.post('/users/me/subscriptions/properties', {
    subscription_data: [{ stream_id: noisy, property: 'is_muted', value: true }],
  })
  await ben.post('/user_topics', { stream_id: noisy, topic: 'b', visibility_policy: 2 })
  await ben.post('/user_topics', { stream_id: general, topic: 'c', visibility_policy: 1 })
  await ben.post('/user_topics', { stream_id: general, topic: 'd', visibility_policy: 3 })
  expect(await look(ben, term('is', 'muted'))).toEqual([inMuted, inMutedTopic])
  expect(await look(ben, term('in', 'home'))).toEqual([inUnmuted, followed, direct, resolved])
  expect(await look(ben, term('is', 'muted', true))).toEqual([inUnmuted, followed, direct, resolved])
  expect(await look(ben, term('is', 'followed'))).toEqual([followed])
  expect(await look(ben, term('is', 'resolved'))).toEqual([resolved])
})

test('a link to a message leads to its conversation, wherever that has moved', async () => {
  const { landline, ada, ben, eve } = await chat()
  const there = await landline.channel('there', { subscribers: [ada, ben] })
  const { id } = await ada.send('general', 'old', 'first')
  const second = (await ada.send('general', 'old', 'second')).id
  await landline.owner.patch(`/messages/${id}`, {
    topic: 'new',
    propagate_mode: 'change_all',
    send_notification_to_new_thread: false,
  })
  expect(await look(ben, term('channel', there), term('topic', 'old'), term('with', id))).toEqual([id, second])
  const direct = (await ada.tell([ben], 'psst')).id
  expect(await look(ben, term('with', direct))).toEqual([direct])
  await expect(look(eve, term('with', direct))).rejects.toMatchObject({ body: { code: 'BAD_NARROW' } })
  expect(await look(eve, term('channel', 'general'), term('topic', 'new'), term('with', direct))).toEqual([id, second])
})

test('a narrow that makes no sense is refused by name', async () => {
  const { ada } = await chat()
  for (const [narrow, reason] of [
    [term('nonsense', 1), 'unknown operator nonsense'],
    [term('constructor', 1), 'unknown operator constructor'],
    [term('is', 'nonsense'), "unknown 'is' operand nonsense"],
    [term('has', 'toString'), "unknown 'has' operand toString"],
    [term('channel', 'nowhere'), 'unknown channel nowhere'],
    [term('channel', 4711), 'unknown channel 4711'],
    [term('sender', 'nobody@example.com'), 'unknown user nobody@example.com'],
    [term('dm', [4711]), 'unknown user 4711'],
    [term('search', ' '), 'search cannot be blank'],
    [term('id', 'x'), 'id must be a message ID'],
    [term('with', 4711), 'unknown message'],
  ] as const)
    await expect(look(ada, narrow)).rejects.toMatchObject({
      status: 400,
      body: { code: 'BAD_NARROW', desc: reason, msg: `Invalid narrow operator: ${reason}` },
    })
  for (const narrow of [{}, [['is']], [{ operator: 'is' }], 'x', [1]])
    await expect(ada.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, narrow })).rejects.toMatchObject({
      status: 400,
      body: { result: 'error' },
    })
})

test('nobody finds what they may not read, by any narrow', async () => {
  const { landline, ada, eve } = await chat()
  const ben = await landline.user('late', { role: 'admin' })
  await landline.channel('secret', { subscribers: [ada], isPrivate: true })
  const closed = await landline.channel('closed', { subscribers: [ada], isPrivate: true, isHistoryShared: false })
  const secret = (await ada.send('secret', 'plan', 'dynamite')).id
  const before = (await ada.send('closed', 'plan', 'dynamite before')).id
  const silently = { send_new_subscription_messages: false }
  await ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'closed' }], principals: [ben.id], ...silently })
  const after = (await ada.send('closed', 'plan', 'dynamite after')).id
  await ada.tell([eve], 'dynamite')
  const narrows = [[], [term('search', 'dynamite')], [term('topic', 'plan')], [term('sender', ada.id)], [term('id', secret)]]
  for (const narrow of narrows)
    expect(await look(ben, ...narrow), JSON.stringify(narrow)).toEqual(narrow[0]?.operator === 'id' ? [] : [after])
  expect(await look(ben, term('channel', closed))).toEqual([after])
  expect(await look(ben, term('channel', 'secret'))).toEqual([]) // an administrator may know of it
  await expect(look(eve, term('channel', 'secret'))).rejects.toMatchObject({ body: { desc: 'unknown channel secret' } })
  expect(idsOf(await ben.get('/messages', { message_ids: [secret, before, after] }))).toEqual([after])
})
