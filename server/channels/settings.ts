import type { GroupSetting } from '../realm/settings.ts'

/** What a permission is until somebody changes it; `creator` is the person who made the channel. */
export type DefaultHolder = 'everyone' | 'administrators' | 'creator' | 'nobody'

/** The permissions of a channel by their names on the wire, each with its default. https://zulip.com/api/create-channel */
export const defaultHolders = {
  can_add_subscribers_group: 'nobody', // it would let a creator who left a private channel go on reading it
  can_administer_channel_group: 'creator',
  can_delete_any_message_group: 'nobody',
  can_delete_own_message_group: 'nobody',
  can_move_messages_out_of_channel_group: 'nobody',
  can_move_messages_within_channel_group: 'nobody',
  can_remove_subscribers_group: 'administrators',
  can_resolve_topics_group: 'nobody',
  can_send_message_group: 'everyone',
  can_subscribe_group: 'nobody',
} as const satisfies Record<string, DefaultHolder>

export type ChannelPermission = keyof typeof defaultHolders
export const channelPermissions = Object.keys(defaultHolders) as readonly ChannelPermission[]

export const topicsPolicies = ['inherit', 'allow_empty_topic', 'disable_empty_topic', 'empty_topic_only'] as const
export type TopicsPolicy = (typeof topicsPolicies)[number]

/** What a channel's `settings` column holds: only what differs from the defaults. */
export interface ChannelSettings extends Readonly<Partial<Record<ChannelPermission, GroupSetting>>> {
  readonly topics_policy?: TopicsPolicy
}
