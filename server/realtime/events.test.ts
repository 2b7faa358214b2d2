import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('a poll that finds nothing answers at once where the client asks for that', async () => {
  const landline = await startLandline()
  const queue = await landline.owner.register()
  expect(await queue.all()).toEqual([])
})

test('nobody listens at a queue that is not theirs', async () => {
  const landline = await startLandline()
  const [ben] = await landline.users('ben')
  const queue = await landline.owner.register()
  await expect(ben!.get('/events', { queue_id: queue.id, last_event_id: -1, dont_block: true })).rejects.toMatchObject({
    status: 400,
    body: { code: 'BAD_EVENT_QUEUE_ID', queue_id: queue.id },
  })
})

test('a client that hangs up is not counted as listening any more', async () => {
  const { owner, appliance } = await startLandline()
  const queue = await owner.register()
  const connection = new AbortController()
  const address = `${owner.url}/api/v1/events?queue_id=${queue.id}&last_event_id=${queue.snapshot.last_event_id}`
  const poll = fetch(address, { headers: { authorization: owner.authorization }, signal: connection.signal })
  await expect.poll(() => appliance.queues.peopleConnected).toBe(1)
  connection.abort()
  await expect(poll).rejects.toThrow(/abort/)
  await expect.poll(() => appliance.queues.peopleConnected).toBe(0)
})
