import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'

const play = (message_id: number, move: unknown, msg_type = 'widget') => ({
  message_id,
  msg_type,
  content: typeof move === 'string' ? move : JSON.stringify(move),
})

test.each([
  ['{', 'A submessage must be JSON'],
  [{ type: 'vote', key: 'canned,0', vote: 7 }, 'Invalid poll data'],
  [{ type: 'strike', key: '1,1' }, 'Invalid poll data'],
  [null, 'Invalid poll data'],
  [{ type: 'question', question: 'Mine?' }, "You can't edit the question unless you are the author."],
])('a poll does not take the move %j, which would break it for all', async (move, reason) => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const poll = await landline.owner.send('general', 'lunch', '/poll Soup?\nYes')
  await expect(ada!.post('/submessage', play(poll.id, move))).rejects.toThrow(reason)
  await ada!.post('/submessage', play(poll.id, { type: 'new_option', option: 'No', idx: 1 }))
  await landline.owner.post('/submessage', play(poll.id, { type: 'question', question: 'Stew?' }))
})

test('only widgets are played', async () => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await expect(landline.owner.post('/submessage', play(id, {}))).rejects.toThrow(
    'You cannot attach a submessage to this message.',
  )
  const todo = await landline.owner.send('general', 'lunch', '/todo Cook\nPeel: all')
  await landline.owner.post('/submessage', play(todo.id, { type: 'strike', key: '0,canned' }))
  await expect(landline.owner.post('/submessage', play(todo.id, {}, 'gadget'))).rejects.toThrow('Invalid msg_type')
})

test('a program offers a choice among replies, and nothing that is none', async () => {
  const landline = await startLandline()
  const choices = [{ type: 'multiple_choice', short_name: 'A', long_name: 'Soup', reply: 'soup please' }]
  const widget = { widget_type: 'zform', extra_data: { type: 'choices', heading: 'Lunch', choices } }
  const { id } = await landline.owner.send('general', 'lunch', 'Choose', { widget_content: JSON.stringify(widget) })
  const { message } = await landline.owner.get(`/messages/${id}`)
  expect(JSON.parse(message.submessages[0].content)).toEqual(widget)
  const send = (widget_content: string) => landline.owner.send('general', 'lunch', 'Choose', { widget_content })
  await expect(send('{')).rejects.toThrow('widget_content must be JSON')
  await expect(send('{"widget_type":"game"}')).rejects.toThrow('this is not a choice among replies')
})
