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
  /** One of `Role`. */
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

/** One of `TopicVisibility`. */
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
