import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import type { Person } from '../../test/support/person.ts'

const noticesOf = async (person: Person): Promise<unknown[]> => {
  const { messages } = await person.get('/messages', { anchor: 'newest', num_before: 10, num_after: 0, apply_markdown: false })
  return messages
    .filter(({ client }: { client: string }) => client === 'Internal')
    .map(({ content, sender_full_name, flags }: Record<string, unknown>) => ({ content, from: sender_full_name, flags }))
}

test('people read from the Notification Bot where somebody has subscribed them', async () => {
  const landline = await startLandline()
  const [ada, ben, cleo] = (await landline.users('ada', 'ben', 'cleo')) as [Person, Person, Person]

  const answer = await ada.post('/users/me/subscriptions', {
    subscriptions: [{ name: 'kitchen' }, { name: 'garden' }],
    principals: [ada.id, ben.id],
    invite_only: true,
  })

  expect(answer.new_subscription_messages_sent).toBe(true)
  const content = `@_**ada|${ada.id}** subscribed you to #**kitchen** and #**garden**.`
  expect(await noticesOf(ben)).toEqual([{ content, from: 'Notification Bot', flags: [] }])
  expect(await noticesOf(ada)).toEqual([])
  expect(await noticesOf(cleo)).toEqual([])

  await ada.post('/channels/create', { name: 'cellar', subscribers: [ada.id, cleo.id] })
  expect(await noticesOf(cleo)).toMatchObject([{ content: `@_**ada|${ada.id}** subscribed you to #**cellar**.` }])
})

test('nobody reads of it where it is not wanted, nor whoever was there already', async () => {
  const landline = await startLandline()
  const [ada, ben] = (await landline.users('ada', 'ben')) as [Person, Person]
  const add = (more: object) =>
    ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'kitchen' }], principals: [ben.id], ...more })

  expect((await add({ send_new_subscription_messages: false })).new_subscription_messages_sent).toBe(false)
  await add({})

  expect(await noticesOf(ben)).toEqual([])
})
