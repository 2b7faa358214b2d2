import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../../../test/support/landline.ts'
import type { Answer, Person } from '../../../test/support/person.ts'

/** What the Notification Bot said in a channel, in a topic of it, oldest first. */
async function said(reader: Person, channel: string, topic: string): Promise<Answer[]> {
  const narrow = [
    { operator: 'channel', operand: channel },
    { operator: 'topic', operand: topic },
  ]
  const { messages } = await reader.get('/messages', {
    anchor: 'oldest',
    num_before: 0,
    num_after: 20,
    narrow,
    apply_markdown: false,
  })
  return messages.filter(({ sender_full_name: name }: Answer) => name === 'Notification Bot')
}

const wordsOf = (messages: readonly Answer[]): string[] => messages.map(({ content }) => content)

async function adaWithBen(): Promise<{ landline: Landline; ada: Person; ben: Person; who: string }> {
  const landline = await startLandline()
  const [ada, ben] = (await landline.users('Ada', 'Ben')) as [Person, Person]
  return { landline, ada, ben, who: `@_**Ada|${ada.id}**` }
}

test('a new channel says who made it and what for, unread for all but its maker', async () => {
  const { ada, ben, who } = await adaWithBen()
  await ada.post('/users/me/subscriptions', {
    subscriptions: [{ name: 'kitchen', description: 'Who cooks @**all**' }, { name: 'garden' }],
    principals: [ada.id, ben.id],
  })
  const [kitchen] = await said(ben, 'kitchen', 'channel events')
  expect(kitchen).toMatchObject({
    content: `**Public** channel created by ${who}. **Description:**\n\`\`\`\` quote\nWho cooks @**all**\n\`\`\`\``,
    flags: [],
  })
  expect((await said(ada, 'kitchen', 'channel events'))[0]?.flags).toEqual(['read'])
  expect(wordsOf(await said(ada, 'garden', 'channel events'))[0]).toContain('\n*No description.*\n')
})

test.each([
  [{ invite_only: true, history_public_to_subscribers: true }, 'Private, shared history'],
  [{ invite_only: true, history_public_to_subscribers: false }, 'Private, protected history'],
])('a channel made with %j says that it is “%s”', async (privacy, words) => {
  const { ada } = await adaWithBen()
  await ada.post('/channels/create', { name: 'cellar', subscribers: [ada.id], ...privacy })
  expect(wordsOf(await said(ada, 'cellar', 'channel events'))[0]).toMatch(`**${words}** channel created by`)
})

test('a new channel is announced where the organization wants it, if its maker wishes', async () => {
  const { landline, ada, ben, who } = await adaWithBen()
  const { stream_id } = await ben.get('/get_stream_id', { stream: 'general' })
  const queue = await ben.register({ event_types: ['realm'] })
  await landline.owner.patch('/realm', { new_stream_announcements_stream_id: stream_id })
  expect(await queue.next()).toMatchObject({ property: 'new_stream_announcements_stream_id', value: stream_id })

  await ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'quiet' }] })
  await ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'loud' }], announce: true })
  await ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'loud' }], announce: true }) // it is there already
  await ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'one' }, { name: 'two' }], announce: true })
  await ada.post('/channels/create', { name: 'three', subscribers: [ada.id], announce: true })

  expect(wordsOf(await said(ben, 'general', 'new channels'))).toEqual([
    `${who} created a new channel #**loud**.`,
    `${who} created the following channels: #**one**, #**two**.`,
    `${who} created a new channel #**three**.`,
  ])
})

test('nothing is announced where no channel is chosen, or the chosen one was archived', async () => {
  const { landline, ada } = await adaWithBen()
  const { id } = await ada.post('/channels/create', { name: 'board', subscribers: [ada.id], announce: true })
  await landline.owner.patch('/realm', { new_stream_announcements_stream_id: id })
  await landline.owner.delete(`/streams/${id}`)
  await ada.post('/users/me/subscriptions', { subscriptions: [{ name: 'loud' }], announce: true })
  expect((await ada.get('/messages', { anchor: 'newest', num_before: 10, num_after: 0 })).messages).toMatchObject([
    { subject: 'channel events', display_recipient: 'board' },
    { subject: 'channel events', display_recipient: 'board' },
    { subject: 'channel events', display_recipient: 'loud' },
  ])
  await landline.owner.patch('/realm', { new_stream_announcements_stream_id: -1 })
  await expect(landline.owner.patch('/realm', { new_stream_announcements_stream_id: 999 })).rejects.toThrow('Invalid channel ID')
})

test('a channel says how it was renamed, described, closed, opened and archived', async () => {
  const { ada, who } = await adaWithBen()
  const { id } = await ada.post('/channels/create', { name: 'kitchen', subscribers: [ada.id], description: 'Soup' })
  const change = (values: object) => ada.patch(`/streams/${id}`, { ...values })
  await change({ new_name: 'canteen' })
  await change({ description: '' })
  await change({ is_private: true })
  await change({ is_private: false, description: 'Soup' })
  await change({ can_send_message_group: { new: 2 } })
  await change({ can_send_message_group: { new: { direct_members: [ada.id], direct_subgroups: [3] } } })
  await change({ is_archived: true })
  await change({ is_archived: false })

  const quote = (words: string): string => `\`\`\`\` quote\n${words}\n\`\`\`\``
  const descriptions = (was: string, is: string): string =>
    `${who} changed the description for this channel.\n\n* **Old description:**\n${quote(was)}\n* **New description:**\n${quote(is)}`
  const access = (was: string, is: string): string =>
    `${who} changed the access permissions for this channel from **${was}** to **${is}**.`
  const writers = (was: string, is: string): string =>
    `${who} changed the posting permissions for this channel:\n\n* **Old permissions**: ${was}\n* **New permissions**: ${is}`
  expect(wordsOf(await said(ada, 'canteen', 'channel events')).slice(1)).toEqual([
    `${who} renamed channel **kitchen** to **canteen**.`,
    descriptions('Soup', '*No description.*'),
    access('Public', 'Private, shared history'),
    descriptions('*No description.*', 'Soup'),
    access('Private, shared history', 'Public'),
    writers('@_*role:everyone*', '@_*role:administrators*'),
    writers('@_*role:administrators*', `@_*role:moderators*, ${who}`),
    'Channel #**canteen** has been archived.',
    'Channel #**canteen** has been unarchived.',
  ])
})

test('what is not said anew is not told, and an archived channel comes to nobody as unread', async () => {
  const { ada, ben } = await adaWithBen()
  const { id } = await ada.post('/channels/create', { name: 'kitchen', subscribers: [ada.id, ben.id] })
  await ada.patch(`/streams/${id}`, { description: '', is_private: false, can_send_message_group: { new: 6 } })
  await ada.delete(`/streams/${id}`)
  const [made, archived, ...more] = await said(ben, 'kitchen', 'channel events')
  expect([made?.flags, archived?.flags, more]).toEqual([[], ['read'], []])
})

test('a channel without topics tells of itself in the one that has no name', async () => {
  const { ada } = await adaWithBen()
  await ada.post('/channels/create', { name: 'chat', subscribers: [ada.id], topics_policy: 'empty_topic_only' })
  expect(wordsOf(await said(ada, 'chat', ''))).toHaveLength(1)
})
