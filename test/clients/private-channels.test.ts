import { expect, test } from 'vitest'
import { startLandline } from '../support/landline.ts'
import type { Person } from '../support/person.ts'
import { about, channelName, fileName, inFile, leaks, type Scene, said, told, whisper } from './whisper.ts'

const page = { anchor: 'newest', num_before: 1000, num_after: 1000 }
const narrowsTo = ({ board, id, ada, landline }: Scene): unknown[] => [
  undefined,
  ...[board, channelName].flatMap((operand) => [
    [{ operator: 'channel', operand }],
    [{ operator: 'channel', operand }, { operator: 'topic', operand: about }],
    [{ operator: 'stream', operand }, { operator: 'search', operand: said }],
    [{ operator: 'channel', operand, negated: true }, { operator: 'search', operand: said }],
  ]),
  ...[said, 'zebra', 'yes', fileName].map((operand) => [{ operator: 'search', operand }]),
  [{ operator: 'topic', operand: about }],
  [{ operator: 'topic', operand: 'other', negated: true }],
  [{ operator: 'channel', operand: board }, { operator: 'topic', operand: about }, { operator: 'with', operand: id }],
  [{ operator: 'with', operand: id }],
  [{ operator: 'id', operand: id }],
  [{ operator: 'near', operand: id }],
  [{ operator: 'sender', operand: ada.id }],
  [{ operator: 'sender', operand: landline.owner.id, negated: true }],
  [{ operator: 'dm-including', operand: ada.id, negated: true }],
  [{ operator: 'channels', operand: 'public', negated: true }],
  [{ operator: 'channels', operand: 'public' }],
  ...['link', 'attachment', 'reaction', 'image'].map((operand) => [{ operator: 'has', operand }]),
  ...['starred', 'mentioned', 'alerted', 'unread', 'followed', 'dm', 'resolved', 'muted'].flatMap((operand) => [
    [{ operator: 'is', operand }],
    [{ operator: 'is', operand, negated: true }],
  ]),
  [{ operator: 'in', operand: 'all' }],
] // biome-ignore format: a list

test('no search, however put, finds what was said in a private channel', async () => {
  const scene = await whisper()
  const { ada, id, poll, outsiders } = scene
  for (const narrow of narrowsTo(scene)) {
    for (const [person, words] of outsiders) {
      for (const anchor of ['newest', id]) {
        const question = JSON.stringify(narrow ?? [])
        const { text } = await told(person, 'GET', '/messages', { ...page, anchor, narrow })
        expect([person.name, question, leaks(question, text, words)]).toEqual([person.name, question, []])
        expect(idsIn(text)).not.toContain(id)
      }
      const { text } = await told(person, 'GET', '/messages/matches_narrow', { msg_ids: [id, poll], narrow: narrow ?? [] })
      expect([person.name, narrow, leaks(JSON.stringify(narrow ?? []), text, words)]).toEqual([person.name, narrow, []])
      if (text.includes('"messages"')) expect(JSON.parse(text).messages).toEqual({})
    }
  }
  for (const [person] of outsiders)
    expect(idsIn((await told(person, 'GET', '/messages', { message_ids: [id, poll] })).text)).toEqual([])
  const inside = await told(ada, 'GET', '/messages', { ...page, narrow: [{ operator: 'search', operand: said }] })
  expect(idsIn(inside.text)).toEqual([id, poll]) // those who are in find it
})

/** None where the question is refused. */
const idsIn = (text: string): number[] => (JSON.parse(text).messages ?? []).map((message: { id: number }) => message.id)

test('a message of a private channel is to others as one that does not exist, whatever they do with its id', async () => {
  const { ada, cleo, id, poll, upload, outsiders } = await whisper()
  const before = await (await ada.fetch('GET', '/messages', page)).text()
  const asked = (message: number): [string, string, Record<string, unknown>?][] => [
    ['GET', `/messages/${message}`],
    ['GET', `/messages/${message}`, { apply_markdown: false }],
    ['GET', `/messages/${message}/history`],
    ['GET', `/messages/${message}/read_receipts`],
    ['POST', `/messages/${message}/reactions`, { emoji_name: 'octopus' }],
    ['DELETE', `/messages/${message}/reactions`, { emoji_name: 'octopus' }],
    ['PATCH', `/messages/${message}`, { content: 'Mine' }],
    ['PATCH', `/messages/${message}`, { topic: 'mine' }],
    ['PATCH', `/messages/${message}`, { stream_id: 1, propagate_mode: 'change_all' }],
    ['DELETE', `/messages/${message}`],
    ['POST', `/messages/${message}/typing`, { op: 'start' }],
    ['POST', `/messages/${message}/report`, { report_type: 'spam' }],
    ['POST', '/submessage', { message_id: message, msg_type: 'widget', content: '{"type":"vote","key":"canned,0","vote":1}' }],
    ['POST', '/messages/flags', { messages: [message], op: 'add', flag: 'starred' }],
    ['POST', '/messages/flags', { messages: [message], op: 'add', flag: 'read' }],
    ['GET', '/messages', { message_ids: [message] }],
    ['GET', '/messages/matches_narrow', { msg_ids: [message], narrow: [] }],
  ]
  const missing = asked(987_654)
  for (const [person, words] of outsiders) {
    for (const message of [id, poll]) {
      for (const [index, [method, path, values]] of asked(message).entries()) {
        const answer = await told(person, method, path, values)
        const question = `${person.name}: ${method} ${path} ${JSON.stringify(values ?? {})}`
        expect([question, leaks(question, answer.text, words)]).toEqual([question, []])
        const isOwnMark = person === cleo && path === '/messages/flags' // on what she received while she was in
        if (!isOwnMark) expect([question, answer]).toEqual([question, await told(person, ...missing[index]!)])
      }
    }
    for (const folder of ['', '/download', '/thumbnail']) {
      const address =
        upload.uri.replace('/user_uploads', `/user_uploads${folder}`) + (folder === '/thumbnail' ? '/300x200.webp' : '')
      const file = await person.page(address)
      expect([person.name, folder, file.ok, leaks('', await file.text(), [inFile])]).toEqual([person.name, folder, false, []])
    }
    expect((await told(person, 'GET', upload.uri)).status).toBeGreaterThanOrEqual(400)
  }
  expect(await (await ada.fetch('GET', '/messages', page)).text()).toBe(before) // and nothing came of it
})

test('a link to a private file gives nobody the file, whoever writes it where', async () => {
  const { landline, dan, cleo, gus, ada, upload } = await whisper()
  for (const person of [dan, cleo, landline.owner, gus]) {
    await person.tell([person], `Mine: [x](${upload.uri})`)
    await person.tell([dan], `Ours: [x](${upload.uri})`)
    expect([person.name, (await person.page(upload.uri)).status]).not.toEqual([person.name, 200])
  }
  expect((await ada.page(upload.uri)).status).toBe(200)
})

test('no other question brings a private channel to light', async () => {
  const scene = await whisper()
  const { landline, ada, board, id, upload, outsiders } = scene
  const paths = landline.appliance.features.api.list().filter(({ method, path }) => method === 'get' && path !== '/events')
  const values = { narrow: [], anchor: 'oldest', num_before: 0, num_after: 1000, include_subscribers: true, include_all: true, content: said, stream: channelName } // biome-ignore format: one line
  for (const { path } of paths) {
    for (const [person, words] of outsiders) {
      for (const target of [board, id, ada.id, person.id]) {
        const address = path
          .replace(/:realm_id.*$|\{?\/?\*\w+\}?$/, upload.uri.replace('/user_uploads/', ''))
          .replace(/:\w+/g, String(target))
        const { text } = await told(person, 'GET', address, values)
        const found = leaks(`${address} ${channelName}`, text, words).filter((word) => word !== said)
        expect([person.name, address, found]).toEqual([person.name, address, []])
      }
    }
  }
})

test('whoever looks at a channel that is closed to them learns what they would of none', async () => {
  const { dan, gus, ada, board } = await whisper()
  const asked = (channel: number, name: string): [string, string, Record<string, unknown>?][] => [
    ['GET', `/streams/${channel}`],
    ['GET', `/streams/${channel}/members`],
    ['GET', `/streams/${channel}/email_address`],
    ['GET', `/users/me/${channel}/topics`],
    ['GET', `/users/${ada.id}/subscriptions/${channel}`],
    ['GET', '/get_stream_id', { stream: name }],
    ['POST', '/typing', { op: 'start', type: 'channel', stream_id: channel, topic: about }],
    ['POST', '/user_topics', { stream_id: channel, topic: about, visibility_policy: 1 }],
    ['POST', '/messages', { type: 'channel', to: channel, topic: 'mine', content: 'Let me in' }],
    ['POST', '/mark_stream_as_read', { stream_id: channel }],
    ['POST', '/mark_topic_as_read', { stream_id: channel, topic_name: about }],
    [
      'POST',
      '/users/me/subscriptions/properties',
      { subscription_data: [{ stream_id: channel, property: 'is_muted', value: true }] },
    ],
    ['POST', `/streams/${channel}/delete_topic`, { topic_name: about }],
    ['DELETE', `/streams/${channel}`],
    ['PATCH', `/streams/${channel}`, { description: 'Mine' }],
    ['POST', '/messages/render', { content: `#**${name}** #**${name}>${about}**` }],
  ]
  for (const person of [dan, gus]) {
    const missing = asked(98_765, 'nowhere')
    for (const [index, [method, path, values]] of asked(board, channelName).entries()) {
      const question = `${person.name}: ${method} ${path}`
      const [real, none] = [await told(person, method, path, values), await told(person, ...missing[index]!)]
      const same = (text: string) => text.replaceAll(channelName, 'nowhere').replaceAll(String(board), '98765')
      expect([question, real.status, same(real.text)]).toEqual([question, none.status, same(none.text)])
    }
  }
})

test('direct messages are between those in them, whoever else is an administrator', async () => {
  const landline = await startLandline()
  const [ada, ben, cleo] = (await landline.users('Ada', 'Ben', 'Cleo')) as [Person, Person, Person]
  const queue = await landline.owner.register({ all_public_streams: true })
  const { id } = await ada.tell([ben, cleo], said)
  for (const narrow of [
    [{ operator: 'search', operand: said }],
    [{ operator: 'dm', operand: [ada.id, ben.id, cleo.id] }],
    [{ operator: 'dm-including', operand: [ada.id] }],
    [{ operator: 'id', operand: id }],
    [{ operator: 'sender', operand: ada.id }],
  ] /* biome-ignore format: a list */) {
    expect(idsIn((await told(landline.owner, 'GET', '/messages', { ...page, narrow })).text)).toEqual([])
  }
  await expect(landline.owner.get(`/messages/${id}`)).rejects.toThrow('Invalid message')
  await ada.patch(`/messages/${id}`, { content: `${said}!` })
  await ben.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  await ada.delete(`/messages/${id}`)
  expect(await queue.all()).toEqual([])
})
