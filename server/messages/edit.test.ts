import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

test('two people’s edits do not cross: the second is told that the text is another by now', async () => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await landline.owner.patch(`/messages/${id}`, { content: 'Stew?', prev_content_sha256: sha256('Soup?') })
  await expect(
    landline.owner.patch(`/messages/${id}`, { content: 'Rice?', prev_content_sha256: sha256('Soup?') }),
  ).rejects.toMatchObject({ status: 400, body: { code: 'EXPECTATION_MISMATCH' } })
})

test('a message whose words were taken away says so', async () => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await landline.owner.patch(`/messages/${id}`, { content: ' \n' })
  expect((await landline.owner.get(`/messages/${id}`)).message.content).toBe('<p>(deleted)</p>')
})

test('time passes: an old message is edited, moved and deleted by those alone who may any time', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  const age = (days: number) =>
    landline.appliance.database.inTransaction((trx) =>
      trx
        .updateTable('messages')
        .set({ sentAt: Math.floor(Date.now() / 1000) - days * 86_400 })
        .execute(),
    )
  await age(1)
  await expect(ada!.patch(`/messages/${id}`, { content: 'x' })).rejects.toThrow(
    'The time limit for editing this message has passed',
  )
  await expect(ada!.delete(`/messages/${id}`)).rejects.toThrow('The time limit for deleting this message has passed')
  await ada!.patch(`/messages/${id}`, { topic: 'dinner' })
  await age(8)
  await expect(ada!.patch(`/messages/${id}`, { topic: 'supper' })).rejects.toThrow(
    'The time limit for moving this message has passed',
  )
  await landline.owner.patch(`/messages/${id}`, { topic: 'supper' })
  await landline.owner.patch('/realm', { allow_message_editing: false })
  await expect(ada!.patch(`/messages/${id}`, { content: 'x' })).rejects.toThrow(
    'Your organization has turned off message editing',
  )
  await landline.owner.delete(`/messages/${id}`)
})

test('an edit gives a file back that no message shows any more, and an edit can show it again', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { url } = await ada!.upload('plan.txt', 'secret plan', 'text/plain')
  const { id } = await ada!.tell([ben!], `Look: [plan](${url})`)
  const edited = await ada!.patch(`/messages/${id}`, { content: 'Nothing to see' })
  expect(edited.detached_uploads).toMatchObject([{ name: 'plan.txt', messages: [] }])
  expect((await ben!.page(url)).status).toBe(403)
  const back = await ada!.patch(`/messages/${id}`, { content: `Look again: [plan](${url})` })
  expect(back.detached_uploads).toEqual([])
  expect((await ben!.page(url)).status).toBe(200)
})

test('one who came later hears nothing of what was said before, where history is not shared', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('ada', 'ben', 'eve')
  await landline.channel('secret', { subscribers: [ada!, ben!], isPrivate: true, isHistoryShared: false })
  const { id } = await ada!.send('secret', 'plans', 'Soup?')
  await ada!.post('/users/me/subscriptions', { subscriptions: [{ name: 'secret' }], principals: [eve!.id] })
  const types = { event_types: ['update_message', 'reaction', 'delete_message'] }
  const [bens, eves] = [await ben!.register(types), await eve!.register(types)]
  await ada!.patch(`/messages/${id}`, { content: 'Stew!' })
  await ben!.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  await ada!.delete(`/messages/${id}`)
  expect((await bens.all()).map(({ type }) => type)).toEqual(['update_message', 'reaction', 'delete_message'])
  expect(await eves.all()).toEqual([])
})

test('an edit that names somebody marks their copy, and one that does no longer takes the mark away', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  await ben!.post('/messages/flags', { messages: [id], op: 'add', flag: 'read' })
  await ben!.post('/messages/flags', { messages: [id], op: 'add', flag: 'starred' })
  const queue = await ben!.register({ event_types: ['update_message'] })
  await ada!.patch(`/messages/${id}`, { content: 'Soup, @**ben**?' })
  expect((await queue.next()).flags).toEqual(['read', 'starred', 'mentioned'])
  await ada!.patch(`/messages/${id}`, { content: 'Soup?' })
  expect((await queue.next()).flags).toEqual(['read', 'starred'])
  expect((await ben!.get(`/messages/${id}`)).message.flags).toEqual(['read', 'starred'])
})

test('a history is shown as far as the organization wants', async () => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await landline.owner.patch(`/messages/${id}`, { content: 'Stew?' })
  await landline.owner.patch(`/messages/${id}`, { topic: 'dinner', send_notification_to_new_thread: false })
  const history = async () => (await landline.owner.get(`/messages/${id}/history`)).message_history
  const inMessage = async () => (await landline.owner.get(`/messages/${id}`)).message.edit_history
  expect(await history()).toMatchObject([
    { content: 'Soup?', topic: 'lunch' },
    { content: 'Stew?', prev_content: 'Soup?', topic: 'lunch' },
    { content: 'Stew?', topic: 'dinner', prev_topic: 'lunch' },
  ])
  expect(await inMessage()).toMatchObject([{ prev_topic: 'lunch', topic: 'dinner' }, { prev_content: 'Soup?' }])
  await landline.owner.patch('/realm', { message_edit_history_visibility_policy: 'moves' })
  expect(await history()).toHaveLength(2)
  expect(await inMessage()).toHaveLength(1)
  await landline.owner.patch('/realm', { message_edit_history_visibility_policy: 'none' })
  expect(await inMessage()).toBeUndefined()
  await expect(history()).rejects.toThrow('Message edit history is disabled in this organization')
})

test.each([
  [{}, 'Nothing to change'],
  [{ propagate_mode: 'change_all' }, 'Invalid propagate_mode without topic edit'],
  [{ topic: 'x', propagate_mode: 'sideways' }, 'Invalid propagate_mode'],
  [{ content: 'x', stream_id: 1 }, 'Cannot change message content while changing channel'],
  [{ topic: 'a\u0007' }, 'Invalid character in topic, at position 2!'],
  [{ stream_id: 4711 }, 'Invalid channel ID'],
])('the edit %j is refused with a reason', async (change, reason) => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await expect(landline.owner.patch(`/messages/${id}`, change)).rejects.toThrow(reason)
})

test('what cannot be edited says why', async () => {
  const landline = await startLandline()
  const poll = await landline.owner.send('general', 'lunch', '/poll Soup?\nYes')
  await expect(landline.owner.patch(`/messages/${poll.id}`, { content: 'x' })).rejects.toThrow('Widgets cannot be edited.')
  const direct = await landline.owner.tell([landline.owner], 'a note')
  await expect(landline.owner.patch(`/messages/${direct.id}`, { topic: 'x' })).rejects.toThrow(
    'Direct messages cannot have topics.',
  )
  await expect(landline.owner.patch(`/messages/${direct.id}`, { stream_id: 1 })).rejects.toThrow(
    'Direct messages cannot be moved to channels.',
  )
  await expect(landline.owner.patch('/messages/4711', { content: 'x' })).rejects.toThrow('Invalid message(s)')
})
