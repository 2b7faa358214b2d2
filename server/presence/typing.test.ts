import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('people in a conversation see who is writing, also from a client that sends no type', async () => {
  const landline = await startLandline()
  const [ada, ben, cleo] = await landline.users('Ada', 'Ben', 'Cleo')
  const bens = await ben!.register({ event_types: ['typing'] })
  const cleos = await cleo!.register({ event_types: ['typing'] })
  await ada!.post('/typing', { op: 'start', to: [ben!.id] })
  const event = await bens.next()
  expect(event).toMatchObject({ op: 'start', message_type: 'direct', sender: { user_id: ada!.id, email: ada!.email } })
  expect(event.recipients.map(({ user_id }: any) => user_id)).toEqual([ada!.id, ben!.id])
  await ada!.post('/typing', { type: 'direct', op: 'stop', to: [ben!.id] })
  expect(await bens.next()).toMatchObject({ op: 'stop' })
  expect(await cleos.all()).toEqual([])
})

test('subscribers see who is writing in a channel, where their client knows of it', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  const modern = await ben!.register({ event_types: ['typing'] })
  const old = await ben!.register({ event_types: ['typing'], client_capabilities: {} })
  await ada!.post('/typing', { type: 'channel', op: 'start', stream_id, topic: 'lunch' })
  expect(await modern.next()).toMatchObject({ op: 'start', message_type: 'stream', stream_id, topic: 'lunch' })
  expect(await old.all()).toEqual([])
})

test('who wants neither to tell nor to hear of writing does not', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const queue = await ben!.register({ event_types: ['typing'] })
  await ben!.patch('/settings', { receives_typing_notifications: false })
  await ada!.post('/typing', { op: 'start', to: [ben!.id] })
  expect(await queue.all()).toEqual([])
  await ada!.patch('/settings', { send_private_typing_notifications: false })
  await expect(ada!.post('/typing', { op: 'start', to: [ben!.id] })).rejects.toThrow('User has disabled typing notifications')
})

test('writing to nobody, to a stranger, or into a channel out of sight is refused', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const secret = await landline.channel('secret', { subscribers: [landline.owner], isPrivate: true })
  const type = (values: object) => ada!.post('/typing', { op: 'start', ...values })
  await expect(type({ to: [] })).rejects.toThrow("Empty 'to' list")
  await expect(type({ to: [4711] })).rejects.toThrow('Invalid user ID 4711')
  await expect(type({})).rejects.toThrow("Missing 'to' argument")
  await expect(type({ type: 'stream', stream_id: secret, topic: 'x' })).rejects.toThrow('Invalid channel ID')
  await expect(type({ type: 'stream', stream_id: secret })).rejects.toThrow("Missing 'topic' argument")
})

test('while a message is being changed, those who read it see that', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { id } = await ada!.send('general', '', 'Soop')
  const old = await ben!.register({ event_types: ['typing_edit_message'], client_capabilities: {} })
  await ada!.post(`/messages/${id}/typing`, { op: 'start' })
  const { stream_id: channel_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  expect(await old.next()).toMatchObject({
    type: 'typing_edit_message',
    op: 'start',
    sender_id: ada!.id,
    message_id: id,
    recipient: { type: 'channel', channel_id, topic: 'general chat' },
  })
  const direct = await ada!.tell([ben!], 'psst')
  await ada!.post(`/messages/${direct.id}/typing`, { op: 'stop' })
  expect(await old.next()).toMatchObject({ op: 'stop', recipient: { type: 'direct', user_ids: [ada!.id, ben!.id] } })
  await expect(ben!.post(`/messages/${id}/typing`, { op: 'start' })).rejects.toThrow(
    "You don't have permission to edit this message",
  )
  await expect(ben!.post('/messages/4711/typing', { op: 'start' })).rejects.toThrow('Invalid message(s)')
})
