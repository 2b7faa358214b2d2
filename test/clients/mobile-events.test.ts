import { expect, test } from 'vitest'
import { type HeardEvent, HeardQueue } from '../support/heard-queue.ts'
import type { Answer } from '../support/person.ts'
import { mobile } from './mobile-shapes.ts'
import { type Organization, picture, sendFile, startOrganization } from './organization.ts'
import { mobileRegister } from './requests.ts'

/** Nothing in Landline causes them yet. */
const notYet = /^(custom_profile_fields|saved_snippets \w+)$/
/** Newer servers send them, or this one to clients that know less than the app; a heartbeat takes its time. */
const notToThisApp = /^(device \w+|realm_emoji (add|update_one)|user_group remove|realm_user remove|heartbeat)$/

/** Who is there is told a moment later, to many at once. */
const comesLate: Readonly<Record<string, string>> = { 'somebody is there, and writes': 'presence' }

type Story = (organization: Organization) => Promise<unknown>

/** What ada's app hears while the others, and she elsewhere, do everything that it listens to. */
const stories: Readonly<Record<string, Story>> = {
  'the organization gets another emoji and loses it': async ({ owner }) => {
    await sendFile(owner, '/realm/emoji/soup', 'soup.png', await picture())
    await owner.delete('/realm/emoji/soup')
  },
  'she changes her settings elsewhere': async ({ ada }) => {
    await ada.patch('/settings', { twenty_four_hour_time: true, starred_message_counts: false, emojiset: 'twitter' })
    await ada.patch('/settings', { twenty_four_hour_time: 'null', display_emoji_reaction_users: false, presence_enabled: false })
    await ada.patch('/settings', { web_inbox_show_channel_folders: false, presence_enabled: true })
    await ada.post('/users/me/alert_words', { alert_words: ['soup'] })
    await ada.delete('/users/me/alert_words', { alert_words: ['soup'] })
  },
  'she mutes and follows elsewhere': async ({ ada, gus, general }) => {
    await ada.post(`/users/me/muted_users/${gus.id}`)
    for (const visibility_policy of [1, 2, 3, 0])
      await ada.post('/user_topics', { stream_id: general, topic: 'x', visibility_policy })
    const set = (property: string, value: unknown) =>
      ada.post('/users/me/subscriptions/properties', { subscription_data: [{ stream_id: general, property, value }] })
    for (const property of ['is_muted', 'pin_to_top', 'desktop_notifications', 'wildcard_mentions_notify'])
      await set(property, true)
    await set('color', '#ABCDEF')
  },
  'people come, change and go': async ({ landline, owner, ben, zoe }) => {
    const eve = await landline.user('Eve')
    await ben.patch('/settings', { full_name: 'Ben Best', timezone: 'Europe/Vienna' })
    await sendFile(ben, '/users/me/avatar', 'ben.png', await picture())
    await owner.patch(`/users/${ben.id}`, { role: 300 })
    await owner.delete(`/users/${eve.id}`)
    await owner.post(`/users/${zoe.id}/reactivate`)
    await ben.patch('/settings', { email_address_visibility: 1 })
    await ben.post('/users/me/status', { status_text: 'Away', emoji_name: 'car' })
    await ben.post('/users/me/status', { status_text: '', emoji_name: '' })
  },
  'groups are made, filled and ended': async ({ owner, ben, gus }) => {
    const inner = await owner.post('/user_groups/create', { name: 'inner', description: '', members: [ben.id] })
    const { group_id } = await owner.post('/user_groups/create', { name: 'outer', description: '', members: [] })
    await owner.post(`/user_groups/${group_id}/members`, { add: [gus.id] })
    await owner.post(`/user_groups/${group_id}/members`, { delete: [gus.id] })
    await owner.post(`/user_groups/${group_id}/subgroups`, { add: [inner.group_id] })
    await owner.post(`/user_groups/${group_id}/subgroups`, { delete: [inner.group_id] })
    await owner.patch(`/user_groups/${group_id}`, { description: 'All of it' })
    await owner.post(`/user_groups/${group_id}/deactivate`)
  },
  'somebody is there, and writes': async ({ owner, ben, ada, general }) => {
    await owner.post('/users/me/presence', { status: 'active', new_user_input: true })
    for (const op of ['start', 'stop']) {
      await ben.post('/typing', { op, type: 'direct', to: [ada.id] })
      await ben.post('/typing', { op, type: 'channel', stream_id: general, topic: 'soup' })
    }
  },
  'people talk, and think again': async (organization) => {
    const { ada, ben, owner, design } = organization
    const hello = await ben.send('general', 'hello', 'Hello @**Ada**')
    const reply = await ada.send('general', 'hello', 'Hello')
    const two = await ben.tell([ada, owner], 'Psst')
    const poll = await ben.send('general', 'lunch', '/poll Soup?\nYes')
    await ben.post('/submessage', {
      message_id: poll.id,
      msg_type: 'widget',
      content: '{"type":"vote","key":"canned,0","vote":1}',
    })
    for (const method of ['POST', 'DELETE']) await ben.ask(method, `/messages/${hello.id}/reactions`, { emoji_name: 'landline' })
    await ben.patch(`/messages/${hello.id}`, { content: 'Hello **all**' })
    await ben.patch(`/messages/${two.id}`, { content: 'Psst!' })
    const messages = [hello.id, two.id, poll.id]
    for (const flag of ['read', 'starred']) {
      for (const op of ['add', 'remove']) await ada.post('/messages/flags', { messages, op, flag })
    }
    await owner.patch(`/messages/${reply.id}`, { topic: 'greetings', propagate_mode: 'change_all' })
    await owner.patch(`/messages/${hello.id}`, { stream_id: design, propagate_mode: 'change_all' })
    await ben.send('general', 'website', 'See https://example.com/a')
    await owner.delete(`/messages/${hello.id}`)
    await owner.delete(`/messages/${two.id}`)
  },
  'channels come, change and go': async ({ landline, owner, ada, ben, design }) => {
    const id = await landline.channel('lab', { subscribers: [owner, ada, ben] })
    await owner.patch(`/streams/${id}`, { new_name: 'laboratory', description: 'Where *it* happens' })
    await owner.patch(`/streams/${id}`, { is_private: true, history_public_to_subscribers: true })
    await owner.patch(`/streams/${id}`, { is_private: false })
    await owner.patch(`/streams/${id}`, { can_send_message_group: { new: { direct_members: [ada.id], direct_subgroups: [] } } })
    await owner.patch(`/streams/${id}`, {
      can_add_subscribers_group: { new: { direct_members: [ben.id], direct_subgroups: [] } },
    })
    await owner.patch(`/streams/${id}`, { topics_policy: 'disable_empty_topic', message_retention_days: 'unlimited' })
    const { channel_folder_id } = await owner.post('/channel_folders/create', { name: 'Play', description: '' })
    await owner.patch(`/streams/${id}`, { folder_id: channel_folder_id })
    await owner.patch(`/channel_folders/${channel_folder_id}`, { name: 'Games', description: '*Fun*' })
    const { channel_folders } = await owner.get('/channel_folders')
    await owner.patch('/channel_folders', { order: channel_folders.map((folder: Answer) => folder.id).reverse() })
    await ben.delete('/users/me/subscriptions', { subscriptions: ['laboratory'] })
    await ben.post('/users/me/subscriptions', { subscriptions: [{ name: 'laboratory' }] })
    await owner.delete('/users/me/subscriptions', { subscriptions: ['laboratory'], principals: [ada.id] })
    await owner.delete(`/streams/${id}`)
    await owner.patch(`/streams/${design}`, { is_private: true })
    await owner.delete('/users/me/subscriptions', { subscriptions: ['design'], principals: [ada.id] }) // it is out of her sight
  },
}

test('the mobile app understands every event that it hears', async () => {
  const organization = await startOrganization()
  const heard = new Set<string>()
  const wrong: string[] = []
  for (const [story, happen] of Object.entries(stories)) {
    const queue = new HeardQueue(organization.ada, await organization.ada.post('/register', mobileRegister))
    await happen(organization)
    for (const event of await allFrom(queue, comesLate[story])) {
      heard.add(event.op === undefined ? event.type : `${event.type} ${event.op}`)
      wrong.push(...mobile.wrongWithEvent(event).map((problem) => `${story}: ${problem}`))
    }
  }
  expect(wrong).toEqual([])
  const unheard = mobile.events.filter((event) => !heard.has(event))
  expect(unheard.filter((event) => !notYet.test(event) && !notToThisApp.test(event))).toEqual([])
})

async function allFrom(queue: HeardQueue, last: string | undefined): Promise<HeardEvent[]> {
  const events = await queue.all()
  while (last && !events.some(({ type }) => type === last)) events.push(await queue.next())
  return events
}
