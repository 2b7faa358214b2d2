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
