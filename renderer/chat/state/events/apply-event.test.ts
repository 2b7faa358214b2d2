import { expect, test } from 'vitest'
import type { ChatEvent } from '../../api/events.ts'
import { channelNarrow, directNarrow, feedNarrow, isNarrow, type Narrow, narrowKey, topicNarrow } from '../../narrow/narrow.ts'
import { ada, ben, channel, channelMessage, directMessage, freshState, general } from '../fixture.ts'
import { type MessageList, newList } from '../lists.ts'
import type { ChatState } from '../store.ts'
import { applyEvent } from './apply-event.ts'

let lastEventId = 0

function after(before: ChatState, ...events: (Record<string, unknown> & { type: string })[]): ChatState {
  let state = before
  for (const event of events) state = { ...state, ...applyEvent(state, { id: lastEventId++, ...event } as unknown as ChatEvent) }
  return state
}

const arrives = (message = channelMessage(1, 'lunch'), flags: string[] = []) => ({ type: 'message', message, flags })

function withList(narrow: Narrow, ids: number[] = [], changes: Partial<MessageList> = {}): ChatState {
  const list = {
    ...newList(narrowKey(narrow), narrow),
    ids,
    foundNewest: true,
    foundOldest: true,
    loading: undefined,
    ...changes,
  }
  return freshState({ lists: new Map([[list.key, list]]) })
}

const idsOf = (state: ChatState) => [...state.lists.values()][0]!.ids

test('a message that arrives is unread and stands at the end of its topic', () => {
  const state = after(withList(topicNarrow(general, 'Lunch')), arrives())
  expect(idsOf(state)).toEqual([1])
  expect([...state.unreads.in({ channelId: general, topic: 'LUNCH' })]).toEqual([1])
})

test('a list that does not reach to the present gains no message out of nowhere', () => {
  const state = after(withList(channelNarrow(general), [1], { foundNewest: false }), arrives(channelMessage(9, 'lunch')))
  expect(idsOf(state)).toEqual([1])
})

test('one’s own message replaces what was shown while it was sent', () => {
  const pending = {
    localId: '7.1',
    to: { channelId: general, topic: 'lunch' },
    content: 'Soup?',
    timestamp: 0,
    state: 'sending' as const,
    after: 0,
  }
  const state = after(freshState({ outbox: [pending] }), {
    ...arrives(channelMessage(2, 'lunch', { sender_id: ada }), ['read']),
    local_message_id: '7.1',
  })
  expect(state.outbox).toEqual([])
  expect(state.unreads.conversations.size).toBe(0)
})

test('a direct message counts for the conversation with the other person', () => {
  const state = after(withList(directNarrow([ben])), arrives(directMessage(3)))
  expect(idsOf(state)).toEqual([3])
  expect(state.unreads.in({ userIds: [ben] }).size).toBe(1)
  expect([...state.directs.values()]).toEqual([{ userIds: [ben], maxId: 3 }])
})

test('what is read elsewhere is read here, and can become unread again', () => {
  const read = after(freshState(), arrives(undefined, ['mentioned']), {
    type: 'update_message_flags',
    op: 'add',
    flag: 'read',
    messages: [1],
  })
  expect(read.unreads.mentions.size).toBe(0)
  expect(read.messages.get(1)?.flags).toContain('read')

  const details = { 1: { type: 'stream', stream_id: general, topic: 'lunch', mentioned: true } }
  const unread = after(read, {
    type: 'update_message_flags',
    op: 'remove',
    flag: 'read',
    messages: [1],
    message_details: details,
  })
  expect([...unread.unreads.in({ channelId: general, topic: 'lunch' })]).toEqual([1])
  expect(unread.unreads.mentions.size).toBe(1)
})

test('a starred message joins the starred ones and leaves them again', () => {
  const held = after(withList(isNarrow('starred')), arrives())
  const star = { type: 'update_message_flags', flag: 'starred', messages: [1] }
  const starred = after(held, { ...star, op: 'add' })
  expect(idsOf(starred)).toEqual([1])
  expect(idsOf(after(starred, { ...star, op: 'remove' }))).toEqual([])
})

test('a moved message leaves its topic, joins the other and stays unread there', () => {
  const before = after(withList(topicNarrow(general, 'lunch')), arrives())
  const move = {
    type: 'update_message',
    message_id: 1,
    message_ids: [1],
    flags: [],
    user_id: ben,
    rendering_only: false,
    edit_timestamp: 5,
    stream_id: general,
    orig_subject: 'lunch',
    subject: 'dinner',
    propagate_mode: 'change_all',
  }
  const state = after(before, move)
  expect(idsOf(state)).toEqual([])
  expect(state.messages.get(1)?.subject).toBe('dinner')
  expect(state.unreads.in({ channelId: general, topic: 'lunch' }).size).toBe(0)
  expect([...state.unreads.in({ channelId: general, topic: 'dinner' })]).toEqual([1])
})

test('an edit changes the words and says so; a new rendering of the same words does not', () => {
  const edit = {
    type: 'update_message',
    message_id: 1,
    message_ids: [1],
    flags: ['read'],
    user_id: ben,
    edit_timestamp: 99,
    rendered_content: '<p>Stew</p>',
  }
  const edited = after(freshState(), arrives(), { ...edit, rendering_only: false })
  expect(edited.messages.get(1)).toMatchObject({ content: '<p>Stew</p>', last_edit_timestamp: 99 })

  const rendered = after(freshState(), arrives(), { ...edit, rendering_only: true })
  expect(rendered.messages.get(1)).toMatchObject({ content: '<p>Stew</p>', flags: [] })
  expect(rendered.messages.get(1)?.last_edit_timestamp).toBeUndefined()
})

test('a deleted message is gone from lists and counts', () => {
  const state = after(withList(channelNarrow(general)), arrives(), {
    type: 'delete_message',
    message_ids: [1],
    message_type: 'stream',
    stream_id: general,
    topic: 'lunch',
  })
  expect(idsOf(state)).toEqual([])
  expect(state.messages.size).toBe(0)
  expect(state.unreads.conversations.size).toBe(0)
})

test('the combined feed leaves out muted channels, but not the topics unmuted in them', () => {
  const muted = { ...withList(feedNarrow), subscriptions: new Map([[general, channel(general, 'general', { is_muted: true })]]) }
  const unmute = { type: 'user_topic', stream_id: general, topic_name: 'News', last_updated: 0, visibility_policy: 2 }
  const state = after(muted, unmute, arrives(channelMessage(1, 'chatter')), arrives(channelMessage(2, 'news')))
  expect(idsOf(state)).toEqual([2])
})

test('a reaction told twice counts once', () => {
  const reaction = {
    type: 'reaction',
    op: 'add',
    message_id: 1,
    user_id: ben,
    emoji_name: 'tada',
    emoji_code: '1f389',
    reaction_type: 'unicode_emoji',
  }
  const state = after(freshState(), arrives(), reaction, reaction)
  expect(state.messages.get(1)?.reactions).toHaveLength(1)
  expect(after(state, { ...reaction, op: 'remove' }).messages.get(1)?.reactions).toEqual([])
})

test('who stops typing, or sends, is no longer typing', () => {
  const start = {
    type: 'typing',
    op: 'start',
    message_type: 'stream',
    sender: { user_id: ben },
    stream_id: general,
    topic: 'lunch',
  }
  const typing = after(freshState(), start)
  expect(typing.typists).toHaveLength(1)
  expect(after(typing, { ...start, op: 'stop' }).typists).toEqual([])
  expect(after(typing, arrives()).typists).toEqual([])
})

test('an event of a kind we do not know changes nothing', () => {
  const state = freshState()
  expect(after(state, { type: 'from_the_future' })).toEqual(state)
})
