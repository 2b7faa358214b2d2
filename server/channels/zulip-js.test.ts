import { expect, test } from 'vitest'
import zulip from 'zulip-js'
import { startLandline } from '../../test/support/landline.ts'

test('a script with zulip-js joins a channel, looks around and leaves, in the forms that zulip-js writes', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const client = await zulip({ username: ada!.email, apiKey: ada!.apiKey, realm: landline.url })
  const queue = await ben!.register({ event_types: ['typing'] })

  const joined = await client.users.me.subscriptions.add({ subscriptions: JSON.stringify([{ name: 'builds' }]) })
  expect(joined).toMatchObject({ result: 'success', subscribed: { [ada!.id]: ['builds'] } })
  const { stream_id } = await client.streams.getStreamId('builds')
  expect(await client.streams.topics.retrieve({ stream_id })).toMatchObject({ topics: [{ name: 'channel events' }] })
  expect((await client.streams.subscriptions.retrieve()).subscriptions).toMatchObject([{ name: 'general' }, { name: 'builds' }])
  expect(await client.typing.send({ to: [ben!.id], op: 'start' })).toMatchObject({ result: 'success' })
  expect(await queue.next()).toMatchObject({ type: 'typing', sender: { user_id: ada!.id } })
  const left = await client.users.me.subscriptions.remove({ subscriptions: JSON.stringify(['builds']) })
  expect(left).toMatchObject({ removed: ['builds'], not_removed: [] })
  expect(await client.streams.deleteById({ stream_id })).toMatchObject({ result: 'success' }) // hers: she made it
  expect((await client.streams.retrieve()).streams).toMatchObject([{ name: 'general' }])
})
