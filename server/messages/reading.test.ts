import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import type { Answer, Person } from '../../test/support/person.ts'

const idsOf = ({ messages }: Answer): number[] => messages.map(({ id }: { id: number }) => id)

test('somebody scrolls through a topic from wherever they were', async () => {
  const landline = await startLandline()
  const [ada] = (await landline.users('ada')) as [Person]
  const ids: number[] = []
  for (let n = 1; n <= 10; n += 1) ids.push((await ada.send('general', n % 2 ? 'odd' : 'even', `number ${n}`)).id)
  const odd = ids.filter((_, index) => index % 2 === 0)
  const narrow = [
    { operator: 'channel', operand: 'general' },
    { operator: 'topic', operand: 'ODD' },
  ]
  const ask = (values: object) => ada.get('/messages', { narrow, num_before: 1, num_after: 1, ...values })
  const around = await ask({ anchor: odd[2] })
  expect(idsOf(around)).toEqual(odd.slice(1, 4))
  expect(around).toMatchObject({ anchor: odd[2], found_anchor: true, found_oldest: false, found_newest: false })
  const between = await ask({ anchor: odd[2]! + 1 })
  expect(idsOf(between)).toEqual([odd[2], odd[3]])
  expect(between.found_anchor).toBe(false)
  const oldest = await ask({ anchor: 'oldest', num_after: 2 })
  expect(idsOf(oldest)).toEqual(odd.slice(0, 2))
  expect(oldest).toMatchObject({ anchor: 0, found_oldest: true, found_newest: false })
  const newest = await ask({ anchor: 'newest', num_before: 5 })
  expect(idsOf(newest)).toEqual(odd)
  expect(newest).toMatchObject({
    anchor: 10_000_000_000_000_000,
    found_oldest: false,
    found_newest: true,
    history_limited: false,
  })
  const next = await ask({ anchor: odd[2], include_anchor: false, num_before: 0, num_after: 100 })
  expect(idsOf(next)).toEqual(odd.slice(3))
  expect(next).toMatchObject({ found_anchor: false, found_newest: true })
})

test('somebody goes on where they stopped reading, and not at what they muted', async () => {
  const landline = await startLandline()
  const [ada, ben] = (await landline.users('ada', 'ben')) as [Person, Person]
  const { stream_id: general } = await ben.get('/get_stream_id', { stream: 'general' })
  const ask = (values: object) => ben.get('/messages', { anchor: 'first_unread', num_before: 10, num_after: 10, ...values })
  expect(await ask({})).toMatchObject({ anchor: 10_000_000_000_000_000, found_newest: true, messages: [] })
  const muted = (await ada.send('general', 'noise', '1')).id
  const read = (await ada.send('general', 'lunch', '2')).id
  const first = (await ada.send('general', 'lunch', '3')).id
  const second = (await ada.send('general', 'lunch', '4')).id
  await ben.post('/messages/flags', { messages: [read], op: 'add', flag: 'read' })
  await ben.post('/user_topics', { stream_id: general, topic: 'noise', visibility_policy: 1 })

  const everything = await ask({})
  expect(idsOf(everything)).toEqual([muted, read, first, second])
  expect(everything).toMatchObject({ anchor: first, found_anchor: true })
  expect(everything.messages.map(({ flags }: Answer) => flags)).toEqual([[], ['read'], [], []])
  expect((await ask({ narrow: [['stream', 'general']] })).anchor).toBe(first)
  expect((await ask({ narrow: [['topic', 'noise']] })).anchor).toBe(muted)
  expect((await ask({ narrow: [['is', 'dm']] })).anchor).toBe(10_000_000_000_000_000)

  // As the terminal client asks.
  const old = {
    anchor: 0,
    use_first_unread_anchor: true,
    num_before: 30,
    num_after: 10,
    client_gravatar: true,
    apply_markdown: true,
  }
  expect((await ben.get('/messages', old)).anchor).toBe(first)
  await ben.post('/mark_all_as_read')
  const nothing = await ben.get('/messages', old)
  expect(idsOf(nothing)).toEqual([muted, read, first, second])
  expect(nothing).toMatchObject({ anchor: 10_000_000_000_000_000, found_newest: true })
})

test('a newcomer reads what was said in a channel before, and is not told that it is news', async () => {
  const landline = await startLandline()
  const [ada] = (await landline.users('ada')) as [Person]
  const { id } = await ada.send('general', 'lunch', 'soup')
  const ben = await landline.user('ben')
  await landline.channel('elsewhere', { subscribers: [ada] })
  const direct = (await ada.tell([ben], 'welcome')).id
  const elsewhere = (await ada.send('elsewhere', 'x', 'not his')).id
  const all = { anchor: 'newest', num_before: 10, num_after: 0 }
  expect(idsOf(await ben.get('/messages', all))).toEqual([direct])
  expect(idsOf(await ben.get('/messages', { ...all, narrow: [['channels', 'public']] }))).toEqual([id, elsewhere])
  const { messages } = await ben.get('/messages', { ...all, narrow: [['channel', 'general']] })
  expect(messages).toMatchObject([{ id, flags: ['read', 'historical'] }])
})

test('messages come as Markdown, without a name for no topic, or by their ids, as a client asks', async () => {
  const landline = await startLandline()
  const [ada] = (await landline.users('ada')) as [Person]
  const { id } = await ada.send('general', '', '**soup**')
  const second = (await ada.send('general', 'x', 'more')).id
  const one = async (values: object) =>
    (await ada.get('/messages', { anchor: id, num_before: 0, num_after: 0, ...values })).messages[0]
  expect(await one({})).toMatchObject({
    subject: 'general chat',
    content: '<p><strong>soup</strong></p>',
    content_type: 'text/html',
  })
  const plain = { content: '**soup**', content_type: 'text/x-markdown' }
  expect(await one({ apply_markdown: false, allow_empty_topic_name: true })).toMatchObject({ subject: '', ...plain })
  expect(await one({ narrow: [['topic', 'general chat']] })).toMatchObject({ id })
  const byIds = await ada.get('/messages', { message_ids: [second, 4711, id] })
  expect(idsOf(byIds)).toEqual([id, second])
  expect(byIds).not.toHaveProperty('anchor')
})

test('a question that has no answer is refused with a reason', async () => {
  const landline = await startLandline()
  const window = { anchor: 'newest', num_before: 1, num_after: 1 }
  for (const [values, code, msg] of [
    [{ ...window, anchor: 'yesterday' }, 'BAD_REQUEST', 'Invalid anchor'],
    [{ ...window, num_before: 5000 }, 'BAD_REQUEST', 'Too many messages requested (maximum 5000).'],
    [{ ...window, include_anchor: false }, 'BAD_REQUEST', 'The anchor can only be excluded at an end of the range'],
    [{ num_before: 1, num_after: 1 }, 'REQUEST_VARIABLE_MISSING', "Missing 'anchor' argument"],
    [{ anchor: 'newest', num_after: 1 }, 'REQUEST_VARIABLE_MISSING', "Missing 'num_before' argument"],
    [{ ...window, num_before: -1 }, 'BAD_REQUEST', 'num_before is too small'],
    [{ anchor: 1, message_ids: [1] }, 'BAD_REQUEST', 'Unsupported parameter combination: anchor, message_ids'],
  ] as const)
    await expect(landline.owner.get('/messages', values)).rejects.toMatchObject({ status: 400, body: { code, msg } })
  const odd = await landline.owner.get('/messages', { ...window, anchor: '-5' })
  expect(odd).toMatchObject({ anchor: 0, messages: [] })
})
