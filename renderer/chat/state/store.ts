import { useStore as useZustand } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Snapshot } from '../api/snapshot.ts'
import type {
  Channel,
  Linkifier,
  Message,
  Presence,
  RealmEmoji,
  Subscription,
  User,
  UserGroup,
  UserSettings,
  UserStatus,
  VisibilityPolicy,
} from '../api/types.ts'
import type { DirectConversation } from './directs.ts'
import type { Typist } from './events/typing.ts'
import type { MessageList } from './lists.ts'
import type { PendingMessage } from './outbox.ts'
import type { TopicSummary } from './topics.ts'
import { Unreads } from './unreads.ts'

/** What the organization decided, and the limits it lives with. */
export type Organization = Pick<Snapshot, (typeof organizationFields)[number]> & {
  emptyTopicName: string
  typing: { expiryMs: number; stopMs: number; againMs: number }
}

export const organizationFields = [
  'realm_name',
  'realm_icon_url',
  'realm_bot_domain',
  'realm_allow_message_editing',
  'realm_message_content_edit_limit_seconds',
  'realm_message_content_delete_limit_seconds',
  'realm_enable_read_receipts',
  'realm_new_stream_announcements_stream_id',
  'realm_mandatory_topics',
  'realm_topics_policy',
  'server_emoji_data_url',
  'server_presence_ping_interval_seconds',
  'server_presence_offline_threshold_seconds',
  'max_file_upload_size_mib',
  'max_message_length',
  'max_topic_length',
  'max_stream_name_length',
] as const satisfies (keyof Snapshot)[]

export interface ChatState {
  ready: boolean
  queueId: string
  me: number
  organization: Organization
  settings: UserSettings
  people: ReadonlyMap<number, User>
  groups: ReadonlyMap<number, UserGroup>
  presences: ReadonlyMap<number, Presence>
  statuses: ReadonlyMap<number, UserStatus>
  mutedUsers: ReadonlySet<number>
  emoji: Readonly<Record<string, RealmEmoji>>
  linkifiers: readonly Linkifier[]
  /** Every channel we may know of, subscribed or not. */
  channels: ReadonlyMap<number, Channel>
  subscriptions: ReadonlyMap<number, Subscription>
  /** Choices by topicKey */
  topicVisibility: ReadonlyMap<string, VisibilityPolicy>
  /** Newest first; a channel is absent until somebody looked at it. */
  topics: ReadonlyMap<number, readonly TopicSummary[]>
  directs: ReadonlyMap<string, DirectConversation>
  /**
   * Every message we hold. The one map that is changed in place, because copying 100,000 entries an event would show;
   * the messages in it are replaced, never changed, so that a selector of one message notices.
   */
  messages: Map<number, Message>
  /** Changed in place too; `version` counts its changes. */
  unreads: Unreads
  unreadsVersion: number
  starred: ReadonlySet<number>
  /** The newest message we have heard of, wherever it is. */
  maxMessageId: number
  lists: ReadonlyMap<string, MessageList>
  typists: readonly Typist[]
  outbox: readonly PendingMessage[]
  connection: 'connecting' | 'live' | 'offline'
}

export const store = createStore<ChatState>()(() => ({
  ready: false,
  queueId: '',
  me: 0,
  organization: {} as Organization,
  settings: {} as UserSettings,
  people: new Map(),
  groups: new Map(),
  presences: new Map(),
  statuses: new Map(),
  mutedUsers: new Set(),
  emoji: {},
  linkifiers: [],
  channels: new Map(),
  subscriptions: new Map(),
  topicVisibility: new Map(),
  topics: new Map(),
  directs: new Map(),
  messages: new Map(),
  unreads: new Unreads(),
  unreadsVersion: 0,
  starred: new Set(),
  maxMessageId: 0,
  lists: new Map(),
  typists: [],
  outbox: [],
  connection: 'connecting',
}))

/** Reads a part of the state and renders again when that part changes. Select values that keep their identity. */
export function useChat<T>(select: (state: ChatState) => T): T {
  return useZustand(store, select)
}

/** What a reducer returns: the parts of the state that are different now. */
export type Change = Partial<ChatState>

export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): Map<K, V> {
  return new Map(map).set(key, value)
}

export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): Map<K, V> {
  const next = new Map(map)
  next.delete(key)
  return next
}
