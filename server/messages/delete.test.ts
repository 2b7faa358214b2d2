import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('a client that takes no lists hears of each deleted message by itself', async () => {
  const landline = await startLandline()
  const { stream_id } = await landline.owner.get('/get_stream_id', { stream: 'general' })
  const ids = [(await landline.owner.send('general', '', 'one')).id, (await landline.owner.send('general', '', 'two')).id]
  const now = await landline.owner.register({ event_types: ['delete_message'] })
  const old = await landline.owner.register({ event_types: ['delete_message'], client_capabilities: {} })
  expect(await landline.owner.post(`/streams/${stream_id}/delete_topic`, { topic_name: '' })).toMatchObject({ complete: true })
  const place = { message_type: 'stream', stream_id }
  expect(await now.all()).toMatchObject([{ message_ids: ids, ...place, topic: '' }])
  expect(await old.all()).toMatchObject(ids.map((message_id) => ({ message_id, ...place, topic: 'general chat' })))
})

test('who may delete nothing but their own deletes no topic, and nobody’s direct messages', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  await ada!.send('general', 'lunch', 'one')
  const denied = "You don't have permission to delete this message"
  await expect(ada!.post(`/streams/${stream_id}/delete_topic`, { topic_name: 'lunch' })).rejects.toThrow(denied)
  const { id } = await ada!.tell([ben!], 'psst')
  await expect(ben!.delete(`/messages/${id}`)).rejects.toThrow(denied)
  await expect(landline.owner.delete(`/messages/${id}`)).rejects.toThrow('Invalid message(s)')
  await ada!.delete(`/messages/${id}`)
  await landline.owner.patch('/realm', {
    can_delete_own_message_group: { new: { direct_members: [landline.owner.id], direct_subgroups: [] } },
  })
  const own = await ada!.tell([ben!], 'psst')
  await expect(ada!.delete(`/messages/${own.id}`)).rejects.toThrow(denied)
})

test('what a deleted message showed and counted goes with it', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { url } = await ada!.upload('plan.txt', 'secret plan', 'text/plain')
  const { id } = await ada!.send('general', 'lunch', `Look, @**ben**: [plan](${url})`)
  await ben!.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  await ben!.post('/messages/flags', { messages: [id], op: 'add', flag: 'starred' })
  await ada!.delete(`/messages/${id}`)
  expect((await ben!.page(url)).status).toBe(403)
  const { stream_id } = await ben!.get('/get_stream_id', { stream: 'general' })
  expect((await ben!.get(`/users/me/${stream_id}/topics`)).topics).toEqual([])
  for (const operand of ['unread', 'starred', 'mentioned']) {
    const narrow = [{ operator: 'is', operand }]
    expect((await ben!.get('/messages', { anchor: 'newest', num_before: 9, num_after: 0, narrow })).messages).toEqual([])
  }
  expect((await ada!.send('general', 'lunch', 'again')).id).toBeGreaterThan(id) // clients remember ids: none comes twice
})
