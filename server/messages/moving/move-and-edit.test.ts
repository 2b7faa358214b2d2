import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'
import type { Person } from '../../../test/support/person.ts'

test('people hear in one event what was moved and what it says now', async () => {
  const landline = await startLandline()
  const [ada, ben] = (await landline.users('ada', 'ben')) as [Person, Person]
  const first = (await ada.send('general', 'lunch', 'Soup')).id
  const second = (await ben.send('general', 'lunch', 'Bread')).id
  const queue = await ben.register({ event_types: ['update_message'] })

  await ada.patch(`/messages/${first}`, { topic: 'dinner', content: 'Stew', propagate_mode: 'change_all' })
  await ada.patch(`/messages/${first}`, { topic: 'dinner', content: 'Pie' }) // it is there already
  await ada.patch(`/messages/${first}`, { topic: 'supper', content: 'Pie', propagate_mode: 'change_all' }) // it says so already

  expect(await queue.next()).toMatchObject({
    message_id: first,
    message_ids: [first, second],
    orig_subject: 'lunch',
    subject: 'dinner',
    propagate_mode: 'change_all',
    orig_content: 'Soup',
    content: 'Stew',
  })
  const edited = await queue.next()
  expect(edited).toMatchObject({ message_ids: [first], orig_content: 'Stew', content: 'Pie' })
  expect(edited).not.toHaveProperty('subject')
  const moved = await queue.next()
  expect(moved).toMatchObject({ orig_subject: 'dinner', subject: 'supper' })
  expect(moved).not.toHaveProperty('content')
})
