import { expect, test } from 'vitest'
import type { Answer, Person } from '../../test/support/person.ts'
import { startLandline } from '../../test/support/landline.ts'

const idsOf = ({ messages }: Answer): number[] => messages.map(({ id }: { id: number }) => id)

/** What a narrow shows somebody, oldest first. */
const look = async (person: Person, narrow: unknown, more: object = {}): Promise<number[]> =>
  idsOf(await person.get('/messages', { anchor: 'newest', num_before: 100, num_after: 0, narrow, ...more }))

test('somebody scrolls through a topic from wherever they were', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const ids: number[] = []
  for (let n = 1; n <= 10; n += 1) ids.push((await ada!.send('general', n % 2 ? 'odd' : 'even', `number ${n}`)).id)
  const odd = ids.filter((_, index) => index % 2 === 0)
  const narrow = [
    { operator: 'channel', operand: 'general' },
    { operator: 'topic', operand: 'ODD' },
  ]
  const ask = (values: object) => ada!.get('/messages', { narrow, num_before: 1, num_after: 1, ...values })
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
  expect(newest).toMatchObject({ anchor: 10_000_000_000_000_000, found_oldest: false, found_newest: true, history_limited: false })
  const next = await ask({ anchor: odd[2], include_anchor: false, num_before: 0, num_after: 100 })
  expect(idsOf(next)).toEqual(odd.slice(3))
  expect(next).toMatchObject({ found_anchor: false, found_newest: true })
})
