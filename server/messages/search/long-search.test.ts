import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'
import type { Person } from '../../../test/support/person.ts'
import { forLongReads } from '../../database/long-reads/long-reads.ts'

test('people go on writing while somebody searches for long', async () => {
  const landline = await startLandline()
  const [ada, ben] = (await landline.users('ada', 'ben')) as [Person, Person]
  await ada.send('general', 'lunch', 'Soup')
  const narrow = [{ operator: 'search', operand: 'soup' }]
  const order: string[] = []

  // Keeps busy whoever searches, as a word that is nowhere to be found in years of messages would.
  const busy = sql`WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 5000000)
    SELECT count(*) FROM counted`.execute(forLongReads(landline.appliance.database.read) as never)
  const searching = ada
    .get('/messages', { anchor: 'newest', num_before: 10, num_after: 0, narrow })
    .then(({ messages }) => order.push(`found ${messages.length}`))
  await ben.send('general', 'lunch', 'Bread')
  order.push('sent')
  await ben.get('/messages', { anchor: 'newest', num_before: 10, num_after: 0 })
  order.push('read')
  await Promise.all([busy, searching])

  expect(order).toEqual(['sent', 'read', 'found 1'])
})
