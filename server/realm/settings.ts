import { z } from 'zod'
import type { UserGroupId } from '../api/ids.ts'
import type { Db } from '../database/connection.ts'
import { findRealmRow } from './queries.ts'
import { SystemGroup } from './system-groups.ts'

/** Who may: a group, or people and groups without a name of their own. */
export type GroupSetting =
  | UserGroupId
  | { readonly direct_members: readonly number[]; readonly direct_subgroups: readonly number[] }
export type RealmSettingValue = boolean | number | string | null | GroupSetting

interface Setting {
  readonly schema: z.ZodType
  readonly initial: RealmSettingValue
  /** Only owners may change it. */
  readonly ownersOnly?: boolean
  /** Its value is who may do something. */
  readonly isPermission?: boolean
  /** Its value is the id of a channel, or -1. */
  readonly isChannel?: boolean
  /** Clients are told of it, but nothing here goes by it yet: to let somebody change it would be a false promise. */
  readonly isFixed?: boolean
}

const id = z.number().int().positive()
export const groupSetting = z.union([id, z.strictObject({ direct_members: z.array(id), direct_subgroups: z.array(id) })])

/** Newer clients send a permission with what they take it to be: `{"new": 4, "old": 3}`. */
export const withOld = (schema: z.ZodType) => z.union([schema, z.object({ new: schema }).transform((change) => change.new)])

const who = (initial: UserGroupId, ownersOnly = false): Setting => ({
  initial,
  schema: groupSetting,
  ownersOnly,
  isPermission: true,
})
const fixed = (setting: Setting): Setting => ({ ...setting, isFixed: true })
const toggle = (initial: boolean): Setting => ({ initial, schema: z.boolean() })
const words = (initial: string, longest: number): Setting => ({ initial, schema: z.string().max(longest) })
const oneOf = (initial: number, ...values: number[]): Setting => ({
  initial,
  schema: z.literal(values),
})
/** Seconds; `unlimited` on the way in, null within. */
const limit = (initial: number | null): Setting => ({
  initial,
  schema: z.union([z.literal('unlimited').transform(() => null), z.number().int().positive(), z.null()]),
})
/** A channel, -1 for none. */
const channel = (): Setting => ({ initial: -1, schema: z.number().int().min(-1), isChannel: true })

const week = 7 * 24 * 60 * 60
const tenMinutes = 600

/**
 * What an organization may choose, with Zulip's defaults; on the wire of /register each is `realm_` + its name.
 * `name` and `description` have columns of their own.
 */
export const realmSettingKinds: Readonly<Record<string, Setting>> = {
  can_access_all_users_group: fixed(who(SystemGroup.everyone)),
  can_add_custom_emoji_group: who(SystemGroup.members),
  can_add_subscribers_group: who(SystemGroup.members),
  can_create_bots_group: who(SystemGroup.members),
  can_create_groups: who(SystemGroup.members, true),
  can_create_private_channel_group: who(SystemGroup.members),
  can_create_public_channel_group: who(SystemGroup.members),
  can_create_web_public_channel_group: fixed(who(SystemGroup.owners, true)),
  can_create_write_only_bots_group: who(SystemGroup.members),
  can_delete_any_message_group: who(SystemGroup.administrators),
  can_delete_own_message_group: who(SystemGroup.everyone),
  can_invite_users_group: who(SystemGroup.members, true),
  can_manage_all_groups: who(SystemGroup.owners, true),
  can_manage_billing_group: fixed(who(SystemGroup.administrators, true)),
  can_mention_many_users_group: who(SystemGroup.administrators),
  can_move_messages_between_channels_group: who(SystemGroup.members),
  can_move_messages_between_topics_group: who(SystemGroup.everyone),
  can_resolve_topics_group: who(SystemGroup.everyone),
  can_set_delete_message_policy_group: who(SystemGroup.moderators),
  can_set_topics_policy_group: who(SystemGroup.members),
  can_summarize_topics_group: fixed(who(SystemGroup.everyone)),
  create_multiuse_invite_group: who(SystemGroup.administrators, true),
  direct_message_initiator_group: who(SystemGroup.everyone),
  direct_message_permission_group: who(SystemGroup.everyone),
  allow_message_editing: toggle(true),
  avatar_changes_disabled: toggle(false),
  email_changes_disabled: toggle(false),
  name_changes_disabled: toggle(false),
  default_code_block_language: words('', 50),
  default_language: words('en', 50),
  digest_emails_enabled: fixed(toggle(false)),
  digest_weekday: fixed(oneOf(1, 0, 1, 2, 3, 4, 5, 6)),
  disallow_disposable_email_addresses: fixed(toggle(true)),
  emails_restricted_to_domains: fixed(toggle(false)),
  enable_guest_user_dm_warning: toggle(true),
  enable_guest_user_indicator: toggle(true),
  enable_read_receipts: toggle(true),
  enable_spectator_access: fixed(toggle(false)),
  giphy_rating: fixed(oneOf(0, 0, 1, 2, 3, 4, 5)),
  inline_image_preview: toggle(true),
  inline_url_embed_preview: toggle(false),
  invite_required: fixed(toggle(true)),
  jitsi_server_url: { initial: null, schema: z.string().max(200).nullable() },
  message_content_allowed_in_email_notifications: fixed(toggle(true)),
  message_content_delete_limit_seconds: limit(tenMinutes),
  message_content_edit_limit_seconds: limit(tenMinutes),
  message_edit_history_visibility_policy: { initial: 'all', schema: z.enum(['all', 'moves', 'none']) },
  message_retention_days: {
    initial: -1,
    schema: z.union([z.literal('unlimited').transform(() => -1), z.number().int().positive()]),
    ownersOnly: true,
    isFixed: true,
  },
  moderation_request_channel_id: channel(),
  move_messages_between_streams_limit_seconds: limit(week),
  move_messages_within_stream_limit_seconds: limit(week),
  new_stream_announcements_stream_id: channel(),
  org_type: oneOf(0, 0, 10, 20, 30, 35, 40, 50, 60, 70, 80, 90, 100, 1000),
  require_e2ee_push_notifications: fixed(toggle(false)),
  require_unique_names: toggle(false),
  send_welcome_emails: fixed(toggle(true)),
  signup_announcements_stream_id: fixed(channel()),
  topics_policy: { initial: 'allow_empty_topic', schema: z.enum(['allow_empty_topic', 'disable_empty_topic']) },
  video_chat_provider: oneOf(0, 0, 1),
  waiting_period_threshold: { initial: 0, schema: z.number().int().min(0), ownersOnly: true },
  want_advertise_in_communities_directory: fixed(toggle(false)),
  welcome_message_custom_text: fixed(words('', 8000)),
  zulip_update_announcements_stream_id: fixed(channel()),
}

/** Names and types of the settings that other features ask about; the rest are for clients alone. */
export interface RealmSettings extends Readonly<Record<string, RealmSettingValue>> {
  readonly waiting_period_threshold: number
  readonly default_language: string
  readonly allow_message_editing: boolean
  readonly enable_read_receipts: boolean
  readonly message_content_edit_limit_seconds: number | null
  readonly message_content_delete_limit_seconds: number | null
  readonly move_messages_within_stream_limit_seconds: number | null
  readonly move_messages_between_streams_limit_seconds: number | null
  readonly message_edit_history_visibility_policy: 'all' | 'moves' | 'none'
  readonly topics_policy: 'allow_empty_topic' | 'disable_empty_topic'
  readonly inline_image_preview: boolean
  readonly inline_url_embed_preview: boolean
  readonly moderation_request_channel_id: number
  readonly new_stream_announcements_stream_id: number
  readonly name_changes_disabled: boolean
  readonly email_changes_disabled: boolean
  readonly avatar_changes_disabled: boolean
  readonly require_unique_names: boolean
  readonly can_add_subscribers_group: GroupSetting
  readonly can_create_bots_group: GroupSetting
  readonly can_create_write_only_bots_group: GroupSetting
  readonly can_create_groups: GroupSetting
  readonly can_create_private_channel_group: GroupSetting
  readonly can_create_public_channel_group: GroupSetting
  readonly can_create_web_public_channel_group: GroupSetting
  readonly can_delete_any_message_group: GroupSetting
  readonly can_delete_own_message_group: GroupSetting
  readonly can_invite_users_group: GroupSetting
  readonly can_manage_all_groups: GroupSetting
  readonly can_mention_many_users_group: GroupSetting
  readonly can_move_messages_between_channels_group: GroupSetting
  readonly can_move_messages_between_topics_group: GroupSetting
  readonly can_resolve_topics_group: GroupSetting
  readonly create_multiuse_invite_group: GroupSetting
  readonly direct_message_initiator_group: GroupSetting
  readonly direct_message_permission_group: GroupSetting
}

export const defaultRealmSettings = Object.fromEntries(
  Object.entries(realmSettingKinds).map(([name, { initial }]) => [name, initial]),
) as unknown as RealmSettings

let lastParsed = { text: '{}', settings: defaultRealmSettings }

/** The defaults, and over them the stored differences (JSON). */
export function parseRealmSettings(text: string): RealmSettings {
  if (lastParsed.text !== text) lastParsed = { text, settings: Object.assign({}, defaultRealmSettings, JSON.parse(text)) }
  return lastParsed.settings
}

/** The organization's choices. Before there is one, the defaults. */
export async function realmSettings(db: Db): Promise<RealmSettings> {
  const realm = await findRealmRow(db)
  return realm ? parseRealmSettings(realm.settings) : defaultRealmSettings
}

const day = 24 * 60 * 60

/** Whether someone who joined then is past the waiting period for new members. */
export const isFullMember = (settings: RealmSettings, dateJoined: number, now: number): boolean =>
  now - dateJoined >= settings.waiting_period_threshold * day
