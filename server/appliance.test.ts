import { mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startLandline } from '../test/support/landline.ts'

test('a server that cannot write down who listens stops all the same, and clients register anew at the next start', async () => {
  const landline = await startLandline()
  const { queue_id, last_event_id } = await landline.owner.post('/register', { event_types: ['message'] })
  const { path } = landline.appliance.folder
  const inTheWay = join(path, 'event-queues.json')
  mkdirSync(inTheWay)
  await landline.stop()
  rmdirSync(inTheWay)

  const { owner } = await startLandline({ folder: path })
  await expect(owner.get('/events', { queue_id, last_event_id })).rejects.toMatchObject({ body: { code: 'BAD_EVENT_QUEUE_ID' } })
})
