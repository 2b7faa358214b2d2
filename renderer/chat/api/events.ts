import type {
  Channel,
  Linkifier,
  Message,
  Presence,
  Reaction,
  RealmEmoji,
  Subscription,
  User,
  UserGroup,
  UserStatus,
  VisibilityPolicy,
} from './types.ts'

interface EventId {
  id: number
}

export interface MessageEvent {
  type: 'message'
  message: Message
  flags: string[]
  local_message_id?: string
}

export interface UpdateMessageEvent {
  type: 'update_message'
  message_id: number
  message_ids: number[]
  flags: string[]
  user_id: number | null
  rendering_only: boolean
  edit_timestamp: number
  content?: string
  rendered_content?: string
  is_me_message?: boolean
  stream_id?: number
  new_stream_id?: number
  orig_subject?: string
  subject?: string
  propagate_mode?: 'change_one' | 'change_later' | 'change_all'
}

export interface DeleteMessageEvent {
  type: 'delete_message'
  message_ids: number[]
  message_type: 'stream' | 'private'
  stream_id?: number
  topic?: string
}

/** Where an unread message belongs, given when messages become unread again. */
export interface MessageDetails {
  type: 'stream' | 'private'
  mentioned?: boolean
  stream_id?: number
  topic?: string
  user_ids?: number[]
}

export interface FlagsEvent {
  type: 'update_message_flags'
  op: 'add' | 'remove'
  flag: string
  messages: number[]
  all?: boolean
  message_details?: Record<string, MessageDetails>
}

export interface ReactionEvent extends Reaction {
  type: 'reaction'
  op: 'add' | 'remove'
  message_id: number
}

export interface SubmessageEvent {
  type: 'submessage'
  message_id: number
  submessage_id: number
  sender_id: number
  msg_type: string
  content: string
}

export interface TypingEvent {
  type: 'typing'
  op: 'start' | 'stop'
  message_type: 'stream' | 'direct' | 'private'
  sender: { user_id: number }
  recipients?: { user_id: number }[]
  stream_id?: number
  topic?: string
}

export interface PresenceEvent {
  type: 'presence'
  /** The modern form, declared by `simplified_presence_events`. */
  presences?: Record<string, Presence>
  user_id?: number
  presence?: Record<string, { status: 'active' | 'idle'; timestamp: number }>
}

export interface UserStatusEvent extends UserStatus {
  type: 'user_status'
  user_id: number
}

export type RealmUserEvent = { type: 'realm_user' } & (
  | { op: 'add'; person: User }
  | { op: 'update'; person: Partial<User> & { user_id: number; new_email?: string } }
  | { op: 'remove'; person: { user_id: number } }
)

export type ChannelEvent = { type: 'stream' } & (
  | { op: 'create'; streams: Channel[] }
  | { op: 'delete'; stream_ids?: number[]; streams?: { stream_id: number }[] }
  | {
      op: 'update'
      stream_id: number
      property: string
      value: unknown
      rendered_description?: string
      history_public_to_subscribers?: boolean
    }
)

export type SubscriptionEvent = { type: 'subscription' } & (
  | { op: 'add'; subscriptions: Subscription[] }
  | { op: 'remove'; subscriptions: { stream_id: number; name: string }[] }
  | { op: 'update'; stream_id: number; property: string; value: unknown }
  | { op: 'peer_add' | 'peer_remove'; stream_ids: number[]; user_ids: number[] }
)

export interface UserTopicEvent {
  type: 'user_topic'
  stream_id: number
  topic_name: string
  last_updated: number
  visibility_policy: VisibilityPolicy
}

export type UserGroupEvent = { type: 'user_group' } & (
  | { op: 'add'; group: UserGroup }
  | { op: 'update'; group_id: number; data: Partial<UserGroup> }
  | { op: 'add_members' | 'remove_members'; group_id: number; user_ids: number[] }
  | { op: 'remove'; group_id: number }
  | { op: 'add_subgroups' | 'remove_subgroups'; group_id: number; direct_subgroup_ids: number[] }
)

export type OrganizationEvent =
  | { type: 'realm'; op: 'update'; property: string; value: unknown }
  | { type: 'realm'; op: 'update_dict'; property: string; data: Record<string, unknown> }
  | { type: 'realm'; op: 'deactivated' }
  | { type: 'realm_emoji'; op: 'update'; realm_emoji: Record<string, RealmEmoji> }
  | { type: 'realm_linkifiers'; realm_linkifiers: Linkifier[] }

export interface UserSettingsEvent {
  type: 'user_settings'
  op: 'update'
  property: string
  value: unknown
}

/** The events that this client understands; the connection passes on others too, and they are ignored. */
export type ChatEvent = EventId &
  (
    | MessageEvent
    | UpdateMessageEvent
    | DeleteMessageEvent
    | FlagsEvent
    | ReactionEvent
    | SubmessageEvent
    | TypingEvent
    | PresenceEvent
    | UserStatusEvent
    | RealmUserEvent
    | ChannelEvent
    | SubscriptionEvent
    | UserTopicEvent
    | UserGroupEvent
    | OrganizationEvent
    | UserSettingsEvent
    | { type: 'muted_users'; muted_users: { id: number }[] }
    | { type: 'heartbeat' }
    | { type: 'restart' }
  )
