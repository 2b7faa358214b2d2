import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'

const ticket = { pattern: 'T(?P<id>\\d+)', url_template: 'https://tickets.example.com/{id}' }
const commit = { pattern: '(?P<hash>[0-9a-f]{7,40})', url_template: 'https://git.example.com/{hash}' }

test('an administrator adds a linkifier: everyone hears of it, and the next message links', async () => {
  const landline = await startLandline()
  const [ada, ben] = [await landline.user('ada', { role: 'admin' }), await landline.user('ben')]
  await ben.send('general', 'support', 'T1 is open')
  const queue = await ben.register({ event_types: ['realm_linkifiers'] })

  const { id } = await ada.post('/realm/filters', { pattern: ` ${ticket.pattern} `, url_template: ticket.url_template })

  expect(await queue.next()).toMatchObject({ type: 'realm_linkifiers', realm_linkifiers: [{ id, ...ticket }] })
  expect((await ben.get('/realm/linkifiers')).linkifiers).toEqual([{ id, ...ticket }])
  expect((await ben.post('/register', snapshotOf('realm_linkifiers'))).realm_linkifiers).toEqual([{ id, ...ticket }])
  const message = await ben.send('general', 'about T7', 'see T23.')
  const { messages } = await ben.get('/messages', { anchor: message.id, num_before: 1, num_after: 0 })
  expect(messages[1].content).toBe('<p>see <a href="https://tickets.example.com/23">T23</a>.</p>')
  expect(messages[1].topic_links).toEqual([{ text: 'T7', url: 'https://tickets.example.com/7' }])
  expect(messages[0].content).toBe('<p>T1 is open</p>') // as it was sent
})

test('a linkifier is changed and removed, and the next has its choice', async () => {
  const { owner } = await startLandline()
  const first = (await owner.post('/realm/filters', ticket)).id
  const second = (await owner.post('/realm/filters', commit)).id
  const queue = await owner.register({ event_types: ['realm_linkifiers'] })

  await owner.patch(`/realm/filters/${first}`, { ...ticket, url_template: 'https://new.example.com/{id}' })
  expect((await queue.next()).realm_linkifiers[0]).toMatchObject({ id: first, url_template: 'https://new.example.com/{id}' })
  await owner.delete(`/realm/filters/${first}`)
  expect((await queue.next()).realm_linkifiers).toEqual([{ id: second, ...commit }])
  await expect(owner.delete(`/realm/filters/${first}`)).rejects.toThrow('Linkifier not found.')
  await expect(owner.patch(`/realm/filters/${first}`, ticket)).rejects.toThrow('Linkifier not found.')
})

test('the order decides who links a text that two linkifiers find', async () => {
  const { owner } = await startLandline()
  const one = (await owner.post('/realm/filters', { pattern: 'T(?P<n>\\d+)', url_template: 'https://one.org/{n}' })).id
  const two = (await owner.post('/realm/filters', { pattern: '[TU](?P<n>\\d+)', url_template: 'https://two.org/{n}' })).id
  const queue = await owner.register({ event_types: ['realm_linkifiers'] })

  await owner.patch('/realm/linkifiers', { ordered_linkifier_ids: [two, one] })

  expect((await queue.next()).realm_linkifiers.map(({ id }: { id: number }) => id)).toEqual([two, one])
  const { rendered } = await owner.post('/messages/render', { content: 'T5' })
  expect(rendered).toContain('https://two.org/5')
  for (const [ids, reason] of [
    [[one, one], 'must not contain duplicated linkifiers'],
    [[one], 'must enumerate all existing linkifiers exactly once'],
    [[one, two, 999], 'must enumerate all existing linkifiers exactly once'],
  ] as const) {
    await expect(owner.patch('/realm/linkifiers', { ordered_linkifier_ids: ids })).rejects.toThrow(reason)
  }
})

test('a client that cannot fill in templates hears of none', async () => {
  const { owner } = await startLandline()
  const event_types = ['realm_linkifiers', 'realm']
  const queue = await owner.register({ event_types, client_capabilities: {} })
  await owner.post('/realm/filters', ticket)
  await owner.patch('/realm', { description: 'A sign that there is nothing before it' })
  expect((await queue.next()).type).toBe('realm')
})

test('one that will not do is refused with the reason, and by the field that it is about', async () => {
  const { owner } = await startLandline()
  const reason = 'Invalid URL template.'
  await expect(owner.post('/realm/filters', { ...ticket, url_template: 'https://a.org/{{id}}' })).rejects.toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST', msg: reason, errors: { url_template: [reason] } },
  })
  await expect(owner.post('/realm/filters', { pattern: 'a' })).rejects.toThrow(/Missing 'url_template' argument/)
  await expect(owner.patch('/realm/linkifiers', { ordered_linkifier_ids: 'x' })).rejects.toThrow(/ordered_linkifier_ids/)
  expect((await owner.get('/realm/linkifiers')).linkifiers).toEqual([])
})

test('two linkifiers never share a pattern', async () => {
  const { owner } = await startLandline()
  await owner.post('/realm/filters', ticket)
  const { id } = await owner.post('/realm/filters', commit)
  const reason = 'Realm filter with this Realm and Pattern already exists.'
  await expect(owner.post('/realm/filters', ticket)).rejects.toMatchObject({ body: { errors: { __all__: [reason] } } })
  await expect(owner.patch(`/realm/filters/${id}`, ticket)).rejects.toThrow(reason)
  await owner.patch(`/realm/filters/${id}`, { ...commit, url_template: 'https://other.example.com/{hash}' })
})

test('members and bots of theirs change no linkifier', async () => {
  const landline = await startLandline()
  const ben = await landline.user('ben', { role: 'moderator' })
  const { id } = await landline.owner.post('/realm/filters', ticket)
  for (const attempt of [
    () => ben.post('/realm/filters', commit),
    () => ben.patch(`/realm/filters/${id}`, commit),
    () => ben.delete(`/realm/filters/${id}`),
    () => ben.patch('/realm/linkifiers', { ordered_linkifier_ids: [id] }),
  ]) {
    await expect(attempt()).rejects.toThrow(/administrator/)
  }
})

test('a template may use every operator that RFC 6570 has', async () => {
  const { owner } = await startLandline()
  const pattern = 'find:(?P<a>\\w+),(?P<b>\\w+)'
  await owner.post('/realm/filters', { pattern, url_template: 'https://a.org{/a:3,b}{?a,b*}{#b}' })
  const { rendered } = await owner.post('/messages/render', { content: 'find:first,second' })
  expect(rendered).toContain('href="https://a.org/fir/second?a=first&amp;b=second#second"')
})

const snapshotOf = (type: string) => ({
  fetch_event_types: [type],
  client_capabilities: { linkifier_url_template: true },
})
