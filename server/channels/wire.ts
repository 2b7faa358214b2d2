import type { GroupSetting } from '../realm/settings.ts'
import { SystemGroup } from '../realm/system-groups.ts'
import type { Channel, Subscription } from './channel.ts'
import { type ChannelPermission, channelPermissions, defaultHolders } from './settings.ts'
import type { Traffic } from './traffic.ts'

/** Who holds a permission, as clients read it: the id of a group, or people and groups of its own. */
export function wirePermission(
  { settings, creatorId }: Pick<Channel, 'settings' | 'creatorId'>,
  permission: ChannelPermission,
): GroupSetting {
  const value = settings[permission]
  if (value !== undefined) return value
  const holder = defaultHolders[permission]
  if (holder !== 'creator') return SystemGroup[holder]
  return creatorId === null ? SystemGroup.nobody : { direct_members: [creatorId], direct_subgroups: [] }
}

/** Before permissions, a channel had one of four policies for who may write. */
const postPolicies = new Map<unknown, number>([
  [SystemGroup.administrators, 2],
  [SystemGroup.fullMembers, 3],
  [SystemGroup.moderators, 4],
])

export const postPolicyOf = (senders: GroupSetting): number => postPolicies.get(senders) ?? 1

/** A channel as everyone who may see it sees it: Zulip's `BasicChannel`. */
export function wireChannel(channel: Channel, subscriberCount: number, traffic: Traffic) {
  const policy = postPolicyOf(wirePermission(channel, 'can_send_message_group'))
  return {
    stream_id: channel.id,
    name: channel.name,
    is_archived: channel.isArchived === 1,
    description: channel.description,
    rendered_description: channel.renderedDescription,
    date_created: channel.createdAt,
    creator_id: channel.creatorId,
    invite_only: channel.isPrivate === 1,
    is_web_public: channel.isWebPublic === 1,
    history_public_to_subscribers: channel.isHistoryShared === 1,
    message_retention_days: channel.messageRetentionDays,
    topics_policy: channel.settings.topics_policy ?? 'inherit',
    first_message_id: channel.firstMessageId,
    folder_id: channel.folderId,
    is_recently_active: traffic.isRecent,
    stream_weekly_traffic: traffic.weekly,
    stream_post_policy: policy,
    is_announcement_only: policy === 2,
    subscriber_count: subscriberCount,
    ...Object.fromEntries(channelPermissions.map((permission) => [permission, wirePermission(channel, permission)])),
  }
}

export type WireChannel = ReturnType<typeof wireChannel>

/** Null: as the person's own setting says. */
const wireChoice = (choice: number | null): boolean | null => (choice === null ? null : choice === 1)

/** What a subscription adds to the channel: the choices of one person. */
export function wireChoices(subscription: Omit<Subscription, 'channelId' | 'userId' | 'isActive' | 'isUserActive'>) {
  return {
    color: subscription.color,
    is_muted: subscription.isMuted === 1,
    in_home_view: subscription.isMuted === 0,
    pin_to_top: subscription.isPinned === 1,
    desktop_notifications: wireChoice(subscription.desktopNotifications),
    audible_notifications: wireChoice(subscription.audibleNotifications),
    push_notifications: wireChoice(subscription.pushNotifications),
    email_notifications: wireChoice(subscription.emailNotifications),
    wildcard_mentions_notify: wireChoice(subscription.wildcardMentionsNotify),
  }
}
