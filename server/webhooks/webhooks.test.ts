import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import type { Answer, Person } from '../../test/support/person.ts'

/** A bot of Ada's that only sends, and the way a program has to it. */
async function adaWithBot(more: object = {}) {
  const landline = await startLandline()
  const [ada] = (await landline.users('Ada')) as [Person]
  const bot = { full_name: 'Alarms', short_name: 'alarms', bot_type: 2, ...more }
  const { api_key, user_id } = await ada.post('/bots', bot)
  async function call(name: string, query: object, body: string | Uint8Array, type = 'application/json'): Promise<Answer> {
    const address = new URLSearchParams({ api_key, ...query })
    const init = { method: 'POST', headers: { 'content-type': type }, body: body as BodyInit }
    return (await (await fetch(`${landline.url}/api/v1/external/${name}?${address}`, init)).json()) as Answer
  }
  const newest = async (): Promise<Answer | undefined> =>
    (await ada.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, apply_markdown: false })).messages[0]
  return { landline, ada, botId: user_id as number, call, newest }
}

test('a program that knows an address writes to a topic', async () => {
  const { call, newest } = await adaWithBot()
  expect(await call('slack_incoming', { stream: 'general', topic: 'alarms' }, '{"text":"*Disk* is full"}')).toMatchObject({
    result: 'success',
  })
  expect(await newest()).toMatchObject({
    sender_full_name: 'Alarms',
    display_recipient: 'general',
    subject: 'alarms',
    content: '**Disk** is full',
    client: 'ZulipSlackIncomingWebhook',
  })
})

test('Slack’s form is read as well, and its channel is the topic where the address names none', async () => {
  const { call, newest } = await adaWithBot()
  const form = new URLSearchParams({ payload: '{"text":"Hello","channel":"#ops","icon_emoji":":tada:"}' }).toString()
  await call('slack_incoming', { stream: 'general' }, form, 'application/x-www-form-urlencoded')
  expect(await newest()).toMatchObject({ subject: 'ops', content: ':tada: Hello' })
})

test('Slack’s blocks and attachments are told in words', async () => {
  const { call, newest } = await adaWithBot()
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: 'Build 7' } },
    { type: 'section', text: { type: 'mrkdwn', text: 'It is *red*' }, fields: [{ text: 'main' }, { text: 'by Ada' }] },
    { type: 'divider' },
    { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A graph' },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'today' }, { type: 'image' }] },
    { type: 'actions', elements: [{ type: 'button', text: { text: 'Press' } }] },
  ]
  const attachments = [
    {
      pretext: 'Also',
      title: 'Log',
      title_link: 'https://example.com/log',
      text: 'Lines',
      fields: [{ title: 'Size', value: 3 }],
    },
    { fallback: 'In short' },
  ]
  await call('slack_incoming', { stream: 'general', topic: 't' }, JSON.stringify({ text: 'unseen', blocks, attachments }))
  expect((await newest())?.content.split('\n\n')).toEqual([
    '## Build 7',
    'It is **red**',
    '* main\n* by Ada',
    '----',
    '[A graph](https://example.com/a.png)',
    'today',
    'Also',
    '## [Log](https://example.com/log)',
    'Lines',
    '* **Size**: 3',
    'In short',
  ])
})

test('any JSON is set out in lines', async () => {
  const { call, newest } = await adaWithBot()
  await call('json', { stream: 'general' }, '{"b":[1],"topic":"mine"}')
  expect(await newest()).toMatchObject({
    subject: 'JSON',
    content: '```json\n{\n  "b": [\n    1\n  ],\n  "topic": "mine"\n}\n```',
  })
})

test('without a channel in the address it goes to the bot’s own, or else to its owner', async () => {
  const { ada, botId, call, newest } = await adaWithBot()
  await call('slack_incoming', {}, '{"text":"For you"}')
  expect(await newest()).toMatchObject({ type: 'private', content: 'For you' })
  await ada.patch(`/bots/${botId}`, { default_sending_stream: 'general' })
  await call('slack_incoming', { topic: 'news' }, '{"text":"For all"}')
  expect(await newest()).toMatchObject({ display_recipient: 'general', subject: 'news', content: 'For all' })
})

test('a channel may be named by its id, and foreign words in the address are named in the answer', async () => {
  const { ada, call, newest } = await adaWithBot()
  const { stream_id } = await ada.get('/get_stream_id', { stream: 'general' })
  const answer = await call('json', { stream: String(stream_id), colour: 'red' }, '{}')
  expect(answer).toMatchObject({ result: 'success', ignored_parameters_unsupported: ['colour'] })
  expect(await newest()).toMatchObject({ stream_id })
})

test.each([
  ['json', {}, '{"open', 'INVALID_JSON', 'Malformed JSON'],
  ['json', {}, '[1]', 'BAD_REQUEST', 'payload is not a dict'],
  ['json', {}, '', 'INVALID_JSON', 'Malformed JSON'],
  ['slack_incoming', {}, '{"text":7}', 'BAD_REQUEST', 'Malformed payload'],
  ['slack_incoming', {}, 'null', 'BAD_REQUEST', 'Malformed payload'],
  ['slack_incoming', {}, '{"blocks":"x"}', 'BAD_REQUEST', 'Malformed payload'],
  ['slack_incoming', { stream: 'nowhere' }, '{"text":"x"}', 'STREAM_DOES_NOT_EXIST', "Channel 'nowhere' does not exist"],
  ['json', { api_key: 'x'.repeat(32) }, '{}', 'INVALID_API_KEY', 'Invalid API key'],
])('what comes to %s with %j and %s is refused', async (name, query, body, code, msg) => {
  const { call, newest } = await adaWithBot()
  expect(await call(name, query, body)).toMatchObject({ result: 'error', code, msg })
  expect(await newest()).toBeUndefined()
})

test('bytes that are no text, a form without a payload and more than a mebibyte are refused', async () => {
  const { call } = await adaWithBot()
  expect(await call('json', {}, Uint8Array.of(0x7b, 0xff))).toMatchObject({ msg: 'Malformed payload' })
  const form = 'application/x-www-form-urlencoded'
  expect(await call('slack_incoming', {}, 'text=hi', form)).toMatchObject({ code: 'REQUEST_VARIABLE_MISSING' })
  const large = JSON.stringify({ text: 'x'.repeat(1024 * 1024) })
  expect(await call('slack_incoming', {}, large)).toMatchObject({ code: 'REQUEST_TOO_LARGE' })
})

test('what says nothing in words is taken without a message', async () => {
  const { call, newest } = await adaWithBot()
  const buttons = { blocks: [{ type: 'actions', elements: [{ type: 'button' }] }] }
  expect(await call('slack_incoming', {}, JSON.stringify(buttons))).toMatchObject({ result: 'success' })
  expect(await newest()).toBeUndefined()
})

test('a key that was renewed, or a bot that was stopped, is heard no more', async () => {
  const { ada, botId, call } = await adaWithBot()
  await ada.delete(`/bots/${botId}`)
  expect(await call('json', {}, '{}')).toMatchObject({ code: 'USER_DEACTIVATED' })
})

test('clients learn what there is to choose from', async () => {
  const { ada } = await adaWithBot()
  const { realm_incoming_webhook_bots } = await ada.post('/register', { fetch_event_types: ['realm_incoming_webhook_bots'] })
  expect(realm_incoming_webhook_bots.map(({ name }: Answer) => name)).toEqual(['json', 'slack_incoming'])
})
