import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('others join a reaction by its code, under the name it has', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  await ada!.post(`/messages/${id}/reactions`, { emoji_name: 'thumbs_up' })
  const thumb = { emoji_code: '1f44d', reaction_type: 'unicode_emoji' }
  await ben!.post(`/messages/${id}/reactions`, { emoji_name: '+1', ...thumb })
  const { reactions } = (await ada!.get(`/messages/${id}`)).message
  expect(reactions).toEqual([
    { emoji_name: 'thumbs_up', ...thumb, user_id: ada!.id },
    { emoji_name: 'thumbs_up', ...thumb, user_id: ben!.id },
  ])
  await ben!.delete(`/messages/${id}/reactions`, thumb)
  expect((await ada!.get(`/messages/${id}`)).message.reactions).toHaveLength(1)
})

test.each([
  [{ emoji_name: 'no_such_thing' }, "Emoji 'no_such_thing' does not exist"],
  [{ emoji_name: 'octopus', emoji_code: '1f600' }, "Emoji 'octopus' does not exist"],
  [{ emoji_name: '' }, "Emoji '' does not exist"],
])('the reaction %j is refused', async (reaction, reason) => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await expect(landline.owner.post(`/messages/${id}/reactions`, reaction)).rejects.toThrow(reason)
})

test('nobody takes back what they did not say, or reacts to what they cannot read', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ada!.tell([ada!], 'a note')
  await expect(ada!.delete(`/messages/${id}/reactions`, { emoji_name: 'octopus' })).rejects.toMatchObject({
    body: { code: 'REACTION_DOES_NOT_EXIST' },
  })
  await expect(ada!.delete(`/messages/${id}/reactions`)).rejects.toThrow('At least one of the following arguments')
  await expect(ben!.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })).rejects.toThrow('Invalid message(s)')
})

test('who has read a message is told but for those who keep it to themselves, and where the organization wants it', async () => {
  const landline = await startLandline()
  const [ada, ben, eve, max] = await landline.users('ada', 'ben', 'eve', 'max')
  const { id } = await ada!.send('general', 'lunch', 'Soup?')
  await eve!.patch('/settings', { send_read_receipts: false })
  for (const one of [ben!, eve!, max!]) await one.post('/messages/flags', { messages: [id], op: 'add', flag: 'read' })
  expect((await ada!.get(`/messages/${id}/read_receipts`)).user_ids).toEqual([ben!.id, max!.id])
  await ada!.post(`/users/me/muted_users/${max!.id}`)
  expect((await ada!.get(`/messages/${id}/read_receipts`)).user_ids).toEqual([ben!.id])
  await landline.owner.patch('/realm', { enable_read_receipts: false })
  await expect(ada!.get(`/messages/${id}/read_receipts`)).rejects.toThrow('Read receipts are disabled in this organization.')
})
