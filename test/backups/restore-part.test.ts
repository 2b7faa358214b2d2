import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { RestorePart } from '../../server/backups/restore/wish.ts'
import { allRows } from '../support/backups/bare-backups.ts'
import { type Landline, startLandline } from '../support/landline.ts'

/** Brings a part of a snapshot back, and resolves once that is over. */
async function bringBack({ appliance }: Landline, snapshot: string, choice: RestorePart) {
  const { restores } = appliance.features
  restores.start({ source: { destination: 'local' }, snapshot, choice })
  await expect.poll(() => restores.status.underWay).toBeNull()
  expect(readdirSync(appliance.folder.path).filter((name) => name.startsWith('restoring'))).toEqual([])
  return restores.status.result!
}

async function talkAndBackUp() {
  const landline = await startLandline()
  const { owner } = landline
  const [ada, ben] = (await landline.users('Ada', 'Ben')) as [typeof owner, typeof owner]
  const channelId = await landline.channel('kitchen', { subscribers: [ada, ben] })
  await landline.channel('garden', { subscribers: [ada] })
  const bytes = randomBytes(5000)
  const { url } = await ada.upload('menu.bin', bytes)
  const menu = await ada.send('kitchen', 'lunch', `Soup? [menu](${url})`)
  const reply = await ben.send('kitchen', 'lunch', 'Stew.')
  await ben.patch(`/messages/${reply.id}`, { content: 'Stew, please.' })
  await ada.post(`/messages/${reply.id}/reactions`, { emoji_name: 'tada' })
  await ada.post('/messages/flags', { messages: [reply.id], op: 'add', flag: 'starred' })
  await ada.send('garden', 'trees', 'Apples')
  const [made] = await landline.appliance.features.backups.create(undefined, 'asked')
  return { landline, owner, ada, ben, channelId, url: url as string, bytes, menu, reply, snapshot: made!.name.id }
}

const tables = ['messages', 'topics', 'reactions', 'messageEdits', 'messageFlags', 'attachments'] as const
const rowsOf = ({ appliance }: Landline) => {
  const all = allRows(appliance.folder.database)
  return Object.fromEntries(tables.map((table) => [table, all[table]]))
}

test('a channel whose messages were deleted gets them back where they were, and clients look again', async () => {
  const { landline, owner, ada, channelId, url, bytes, menu, reply, snapshot } = await talkAndBackUp()
  const before = rowsOf(landline)
  await owner.post(`/streams/${channelId}/delete_topic`, { topic_name: 'lunch' })
  const attachments = (await ada.get('/attachments')).attachments as { id: number }[]
  await ada.delete(`/attachments/${attachments[0]!.id}`)
  const queue = await ada.register({})

  const result = await bringBack(landline, snapshot, { what: 'channel', channelId })

  expect(result).toMatchObject({
    outcome: 'done',
    message: '2 messages came back to #kitchen; 0 were here already.',
    notes: [],
  })
  expect(rowsOf(landline)).toEqual(before)
  await expect(queue.next()).rejects.toMatchObject({ body: { code: 'BAD_EVENT_QUEUE_ID' } })
  expect(Buffer.from(await (await ada.page(url)).arrayBuffer()).equals(bytes)).toBe(true)
  const { message_history } = await ada.get(`/messages/${reply.id}/history`)
  expect((message_history as { content: string }[]).map(({ content }) => content)).toEqual(['Stew.', 'Stew, please.'])
  const found = await ada.get('/messages', {
    narrow: [{ operator: 'search', operand: 'soup' }],
    anchor: 'newest',
    num_before: 5,
    num_after: 0,
  })
  expect((found.messages as { id: number }[]).map(({ id }) => id)).toEqual([menu.id])

  expect(await bringBack(landline, snapshot, { what: 'channel', channelId })).toMatchObject({
    message: '0 messages came back to #kitchen; 2 were here already.',
  })
})

test('one deleted message comes back alone, and an archived channel opens again', async () => {
  const { landline, owner, ada, channelId, menu, reply, snapshot } = await talkAndBackUp()
  await owner.delete(`/messages/${menu.id}`)
  await owner.delete(`/messages/${reply.id}`)
  expect(await bringBack(landline, snapshot, { what: 'message', messageId: reply.id })).toMatchObject({
    message: '1 message came back to #kitchen; 0 were here already.',
  })
  expect((await ada.get(`/messages/${reply.id}`)).message.reactions).toHaveLength(1)
  await expect(ada.get(`/messages/${menu.id}`)).rejects.toMatchObject({ status: 400 })

  await owner.delete(`/streams/${channelId}`)
  await bringBack(landline, snapshot, { what: 'channel', channelId })
  await ada.send('kitchen', 'lunch', 'We are back')
  expect(await bringBack(landline, snapshot, { what: 'message', messageId: 999 })).toMatchObject({
    outcome: 'failed',
    code: 'NOT_IN_SNAPSHOT',
    message: 'This backup has no message 999.',
  })
})

test('what came after an older state took its numbers comes back under new ones, and strangers’ words stay away', async () => {
  const { landline, ada, snapshot } = await talkAndBackUp()
  const backups = landline.appliance.folder.backups
  const other = await startLandline()
  await other.user('Ada')
  await other.channel('general', { subscribers: [other.owner] })
  for (let i = 0; i < 3; i++) await other.owner.send('general', 'hello', `Word ${i}`)
  const { restores } = other.appliance.features
  const source = { folder: backups }
  const channels = await restores.channels(source, snapshot)
  const kitchen = channels.find(({ name }) => name === 'kitchen')!
  expect(kitchen).toMatchObject({ messages: 2, isHere: false })

  restores.start({ source, snapshot, choice: { what: 'channel', channelId: kitchen.channelId } })
  await expect.poll(() => restores.status.underWay).toBeNull()

  expect(restores.status.result).toMatchObject({
    outcome: 'done',
    message: '1 message came back to #kitchen; 0 were here already.',
    notes: [
      expect.stringContaining('was not here any more'),
      '1 message came back under new numbers, because others have theirs now.',
      '1 message stayed away: whoever wrote them is not here.',
    ],
  })
  expect(ada.name).toBe('Ada')
  restores.start({ source, snapshot, choice: { what: 'channel', channelId: kitchen.channelId } })
  await expect.poll(() => restores.status.underWay).toBeNull()
  expect(restores.status.result).toMatchObject({ message: '0 messages came back to #kitchen; 1 was here already.' })
})
