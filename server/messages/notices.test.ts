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
  for (const name of ['kitchen', 'garden']) await landline.channel(name, { subscribers: [ada], isPrivate: true })

  const answer = await ada.post('/users/me/subscriptions', {
    subscriptions: [{ name: 'kitchen' }, { name: 'garden' }],
    principals: [ada.id, ben.id],
  })

  expect(answer.new_subscription_messages_sent).toBe(true)
  const content = `@_**ada|${ada.id}** subscribed you to #**kitchen** and #**garden**.`
  expect(await noticesOf(ben)).toEqual([{ content, from: 'Notification Bot', flags: [] }])
  expect(await noticesOf(ada)).toEqual([])
  expect(await noticesOf(cleo)).toEqual([])
})

test('nobody reads of it where it is not wanted, nor whoever was there already, and of new channels only there', async () => {
  const landline = await startLandline()
  const [ada, ben] = (await landline.users('ada', 'ben')) as [Person, Person]
  await landline.channel('kitchen')
  const add = (name: string, more: object = {}) =>
    ada.post('/users/me/subscriptions', { subscriptions: [{ name }], principals: [ben.id], ...more })

  expect((await add('kitchen', { send_new_subscription_messages: false })).new_subscription_messages_sent).toBe(false)
  await add('kitchen')
  expect(await noticesOf(ben)).toEqual([])

  await add('cellar')
  await ada.post('/channels/create', { name: 'attic', subscribers: [ben.id] })
  expect(await noticesOf(ben)).toMatchObject(Array(2).fill({ content: expect.stringMatching('channel created by') }))
})
