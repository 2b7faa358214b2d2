/* Facts for tests of the state: a small organization, and messages in it. */
import type { Message, Subscription, User } from '../api/types.ts'
import { type ChatState, type Organization, store } from './store.ts'
import { Unreads } from './unreads.ts'

export const ada = 10
export const ben = 11
export const general = 1

/** Ada's state: one channel, Ben, nothing read or written yet. */
export function freshState(changes: Partial<ChatState> = {}): ChatState {
  return {
    ...store.getInitialState(),
    ready: true,
    me: ada,
    organization: {
      emptyTopicName: 'general chat',
      typing: { expiryMs: 15_000, stopMs: 5_000, againMs: 10_000 },
    } as Organization,
    people: new Map([person(ada, 'Ada'), person(ben, 'Ben')]),
    channels: new Map([[general, channel(general, 'general')]]),
    subscriptions: new Map([[general, channel(general, 'general')]]),
    messages: new Map(),
    unreads: new Unreads(),
    ...changes,
  }
}

function person(user_id: number, full_name: string): [number, User] {
  return [user_id, { user_id, full_name, email: `${full_name.toLowerCase()}@example.com`, role: 400, is_active: true } as User]
}

export function channel(stream_id: number, name: string, changes: Partial<Subscription> = {}): Subscription {
  return {
    stream_id,
    name,
    color: '#76ce90',
    is_muted: false,
    pin_to_top: false,
    subscriber_count: 2,
    ...changes,
  } as Subscription
}

export function channelMessage(id: number, topic: string, changes: Partial<Message> = {}): Message {
  return {
    id,
    type: 'stream',
    stream_id: general,
    display_recipient: 'general',
    subject: topic,
    sender_id: ben,
    sender_full_name: 'Ben',
    sender_email: 'ben@example.com',
    avatar_url: null,
    content: `<p>message ${id}</p>`,
    is_me_message: false,
    timestamp: 1_700_000_000 + id,
    flags: [],
    reactions: [],
    ...changes,
  }
}

export function directMessage(id: number, changes: Partial<Message> = {}): Message {
  const display_recipient = [ada, ben].map((userId) => ({ id: userId, email: '', full_name: '' }))
  return channelMessage(id, '', { type: 'private', stream_id: undefined, display_recipient, ...changes })
}
