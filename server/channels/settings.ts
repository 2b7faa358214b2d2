import type { UserGroupId, UserId } from '../api/ids.ts'

/** Who may do something: a group, or people and groups chosen for this setting alone. */
export type GroupValue =
  | UserGroupId
  | { readonly directMembers: readonly UserId[]; readonly directSubgroups: readonly UserGroupId[] }

/** What a permission is until somebody changes it; `creator` is the person who made the channel. */
export type DefaultHolder = 'everyone' | 'administrators' | 'creator' | 'nobody'

/** The permissions of a channel, each with its default. https://zulip.com/api/create-channel */
export const defaultHolders = {
  canAddSubscribersGroup: 'creator',
  canAdministerChannelGroup: 'creator',
  canDeleteAnyMessageGroup: 'nobody',
  canDeleteOwnMessageGroup: 'nobody',
  canMoveMessagesOutOfChannelGroup: 'nobody',
  canMoveMessagesWithinChannelGroup: 'nobody',
  canRemoveSubscribersGroup: 'administrators',
  canResolveTopicsGroup: 'nobody',
  canSendMessageGroup: 'everyone',
  canSubscribeGroup: 'nobody',
} as const satisfies Record<string, DefaultHolder>

export type ChannelPermission = keyof typeof defaultHolders
export const channelPermissions = Object.keys(defaultHolders) as readonly ChannelPermission[]

export const topicsPolicies = ['inherit', 'allow_empty_topic', 'disable_empty_topic', 'empty_topic_only'] as const
export type TopicsPolicy = (typeof topicsPolicies)[number]

/** What a channel's `settings` column holds: only what differs from the defaults. */
export interface ChannelSettings extends Partial<Record<ChannelPermission, GroupValue>> {
  readonly topicsPolicy?: TopicsPolicy
}
