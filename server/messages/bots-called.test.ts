import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import { type Answer, Person } from '../../test/support/person.ts'

test('a bot hears where somebody calls it, in any public channel, and not in a private one that it is not in', async () => {
  const landline = await startLandline()
  const [ada] = (await landline.users('Ada')) as [Person]
  await landline.channel('board', { subscribers: [ada], isPrivate: true })
  const { user_id: id, api_key: apiKey } = await ada.post('/bots', { full_name: 'Helper', short_name: 'helper' })
  const bot = new Person(ada.url, { id, apiKey, name: 'Helper', email: 'helper-bot@landline.internal' })
  const queue = await bot.register({ event_types: ['message'] })

  await ada.send('board', 'plans', '@**Helper** psst')
  await ada.send('general', 'lunch', 'Not for you')
  await ada.send('general', 'lunch', '@_**Helper** is not called')
  const called = await ada.send('general', 'lunch', '@**Helper** what is there?')
  const whispered = await ada.tell([bot], 'And?')

  const heard = [await queue.next(), await queue.next()]
  expect(heard.map(({ message }) => (message as Answer).id)).toEqual([called.id, whispered.id])
  expect(heard[0]!.flags).toEqual(['mentioned'])
  expect((await bot.get(`/messages/${called.id}`)).message.flags).toContain('mentioned')
})
