import type {
  Channel,
  Linkifier,
  Presence,
  RealmEmoji,
  Subscription,
  User,
  UserGroup,
  UserSettings,
  UserStatus,
  UserTopic,
} from './types.ts'

export interface UnreadSnapshot {
  count: number
  pms: { other_user_id: number; unread_message_ids: number[] }[]
  streams: { stream_id: number; topic: string; unread_message_ids: number[] }[]
  huddles: { user_ids_string: string; unread_message_ids: number[] }[]
  mentions: number[]
  old_unreads_missing: boolean
}

/**
 * All that is so when an event queue begins, as far as this client reads it.
 * @see https://zulip.com/api/register-queue
 */
export interface Snapshot {
  queue_id: string
  last_event_id: number
  user_id: number
  max_message_id: number
  zulip_version: string
  realm_name: string
  realm_icon_url: string
  realm_bot_domain: string
  realm_url?: string
  realm_users: User[]
  realm_non_active_users: User[]
  cross_realm_bots: User[]
  realm_user_groups: UserGroup[]
  realm_emoji: Record<string, RealmEmoji>
  realm_linkifiers: Linkifier[]
  realm_empty_topic_display_name?: string
  realm_topics_policy?: string
  realm_mandatory_topics?: boolean
  realm_allow_message_editing: boolean
  realm_message_content_edit_limit_seconds: number | null
  realm_message_content_delete_limit_seconds: number | null
  realm_enable_read_receipts: boolean
  /** A channel, or -1 */
  realm_new_stream_announcements_stream_id: number
  server_emoji_data_url: string
  server_presence_ping_interval_seconds: number
  server_presence_offline_threshold_seconds: number
  server_typing_started_expiry_period_milliseconds?: number
  server_typing_stopped_wait_period_milliseconds?: number
  server_typing_started_wait_period_milliseconds?: number
  event_queue_longpoll_timeout_seconds: number
  max_file_upload_size_mib: number
  max_message_length: number
  max_topic_length: number
  max_stream_name_length: number
  subscriptions: Subscription[]
  unsubscribed: Channel[]
  never_subscribed: Channel[]
  unread_msgs: UnreadSnapshot
  starred_messages: number[]
  recent_private_conversations: { user_ids: number[]; max_message_id: number }[]
  presences: Record<string, Presence>
  user_status: Record<string, UserStatus>
  user_topics: UserTopic[]
  muted_users: { id: number }[]
  user_settings: UserSettings
}
