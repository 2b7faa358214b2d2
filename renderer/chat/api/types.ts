/**
 * What the server tells us, as far as this client reads it.
 * @see https://zulip.com/api/register-queue, https://zulip.com/api/get-messages
 */

export interface User {
  user_id: number
  email: string
  delivery_email: string | null
  full_name: string
  is_active: boolean
  is_bot: boolean
  /** 100 owner, 200 administrator, 300 moderator, 400 member, 600 guest */
  role: number
  timezone: string
  avatar_url: string | null
  avatar_version: number
  date_joined: string
}

export interface Channel {
  stream_id: number
  name: string
  description: string
  rendered_description: string
  invite_only: boolean
  is_web_public: boolean
  is_archived: boolean
  history_public_to_subscribers: boolean
  date_created: number
  creator_id: number | null
  first_message_id: number | null
  stream_post_policy: number
  subscriber_count?: number
}

export interface Subscription extends Channel {
  color: string
  pin_to_top: boolean
  is_muted: boolean
  desktop_notifications: boolean | null
  subscribers?: number[]
}

export interface Reaction {
  emoji_name: string
  emoji_code: string
  reaction_type: 'unicode_emoji' | 'realm_emoji' | 'zulip_extra_emoji'
  user_id: number
}

export interface Submessage {
  id?: number
  sender_id: number
  msg_type: string
  /** JSON */
  content: string
}

export interface Recipient {
  id: number
  email: string
  full_name: string
}

export interface Message {
  id: number
  type: 'stream' | 'private'
  /** The channel's name, or everyone in a direct message, ourselves included. */
  display_recipient: string | Recipient[]
  stream_id?: number
  subject: string
  sender_id: number
  sender_full_name: string
  sender_email: string
  avatar_url: string | null
  content: string
  is_me_message: boolean
  timestamp: number
  flags: string[]
  reactions: Reaction[]
  submessages?: Submessage[]
  last_edit_timestamp?: number
  last_moved_timestamp?: number
  match_content?: string
  match_subject?: string
}

export interface UnreadSnapshot {
  count: number
  pms: { other_user_id: number; unread_message_ids: number[] }[]
  streams: { stream_id: number; topic: string; unread_message_ids: number[] }[]
  huddles: { user_ids_string: string; unread_message_ids: number[] }[]
  mentions: number[]
  old_unreads_missing: boolean
}

/** 0 nothing chosen, 1 muted, 2 unmuted in a muted channel, 3 followed */
export type VisibilityPolicy = 0 | 1 | 2 | 3

export interface UserTopic {
  stream_id: number
  topic_name: string
  last_updated: number
  visibility_policy: VisibilityPolicy
}

export interface UserStatus {
  status_text?: string
  emoji_name?: string
  emoji_code?: string
  reaction_type?: string
  away?: boolean
}

/** Unix seconds */
export interface Presence {
  active_timestamp: number
  idle_timestamp: number
}

export interface RealmEmoji {
  id: string
  name: string
  source_url: string
  still_url: string | null
  deactivated: boolean
}

/** A pattern of the organization that turns text into links. */
export interface Linkifier {
  id: number
  /** A regular expression as RE2 reads it, with named groups. */
  pattern: string
  /** RFC 6570, filled in with what the groups found. */
  url_template: string
}

export interface UserGroup {
  id: number
  name: string
  description: string
  members: number[]
  is_system_group: boolean
  deactivated?: boolean
}

export interface UserSettings {
  twenty_four_hour_time: boolean | null
  send_read_receipts: boolean
  send_private_typing_notifications: boolean
  send_stream_typing_notifications: boolean
  presence_enabled: boolean
  enter_sends: boolean
  enable_desktop_notifications: boolean
  enable_stream_desktop_notifications: boolean
  enable_sounds: boolean
  translate_emoticons: boolean
  /** 1 system, 2 dark, 3 light */
  color_scheme: number
}

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
