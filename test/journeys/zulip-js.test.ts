import { expect, test } from 'vitest'
import zulip from 'zulip-js'
import { startLandline } from '../support/landline.ts'
import type { Person } from '../support/person.ts'

const clientOf = (person: Person) => zulip({ username: person.email, apiKey: person.apiKey, realm: person.url })

test('a script with zulip-js talks in the topic where people talk', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const client = await clientOf(ada!)
  const theirs = await landline.owner.register({ event_types: ['message'] })

  const sent = await client.messages.send({ type: 'stream', to: 'general', topic: 'builds', content: 'All **green**.' })
  expect(sent).toMatchObject({ result: 'success', id: expect.any(Number) })

  const heard = await theirs.next()
  expect(heard.message).toMatchObject({
    id: sent.id,
    subject: 'builds',
    content: '<p>All <strong>green</strong>.</p>',
    sender_id: ada!.id,
  })
})

test('a script signs in with a password and gets a key of its own', async () => {
  const landline = await startLandline()
  await landline.user('grace', { password: 'tulip-organ-mattress' })
  const client = await zulip({ username: 'grace@example.com', password: 'tulip-organ-mattress', realm: landline.url })
  expect(await client.users.me.getProfile()).toMatchObject({ result: 'success', full_name: 'grace' })
})

test('a script registers and hears what is said, sends nothing as “null”, and says goodbye', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const client = await clientOf(ada!)
  const queue = await client.queues.register({}) // zulip-js writes event_types=null
  expect(queue).toMatchObject({ result: 'success', queue_id: expect.any(String) })
  await landline.owner.send('general', 'hello', 'Anybody there?')

  const { events } = await client.events.retrieve({
    queue_id: queue.queue_id,
    last_event_id: queue.last_event_id,
    dont_block: false,
  })
  expect(events.find(({ type }: { type: string }) => type === 'message').message.content).toBe('Anybody there?') // no apply_markdown
  expect(await client.queues.deregister({ queue_id: queue.queue_id })).toMatchObject({ result: 'success' })
})

test('a script does everyday things: channels, reactions, flags, edits, typing', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const client = await clientOf(ada!)
  await expectSuccess(client.users.me.subscriptions.add({ subscriptions: JSON.stringify([{ name: 'scripts' }]) }))
  const id = (await client.messages.send({ type: 'private', to: JSON.stringify([ben!.email]), content: 'psst' })).id
  const { messages } = await client.messages.retrieve({
    narrow: [{ operator: 'dm', operand: [ben!.id] }],
    anchor: 'newest',
    num_before: 5,
    num_after: 0,
  })
  expect(messages.map((message: { id: number }) => message.id)).toEqual([id])

  await expectSuccess(client.messages.update({ message_id: id, content: 'psst!' }))
  await expectSuccess(client.reactions.add({ message_id: id, emoji_name: 'octopus' }))
  await expectSuccess(client.reactions.remove({ message_id: id, emoji_name: 'octopus' }))
  await expectSuccess(client.messages.flags.add({ messages: [id], flag: 'starred' }))
  await expectSuccess(client.typing.send({ to: [ben!.id, ada!.id], op: 'start' }))
  await expectSuccess(client.messages.deleteById({ message_id: id }))
  const { stream_id } = await client.streams.getStreamId('scripts')
  await expectSuccess(client.streams.topics.retrieve({ stream_id }))
  await expectSuccess(client.users.me.subscriptions.remove({ subscriptions: JSON.stringify(['scripts']) }))
})

async function expectSuccess(answer: Promise<unknown>): Promise<void> {
  expect(await answer).toMatchObject({ result: 'success' })
}
