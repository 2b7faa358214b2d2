import type { Generated } from 'kysely'
import type { ChannelId, MessageId, TopicId, UserId } from '../../api/ids.ts'

export interface ChannelTables {
  channels: ChannelRow
  subscriptions: SubscriptionRow
  subscriptionPeriods: { userId: UserId; channelId: ChannelId; fromMessageId: number; toMessageId: number | null }
  channelFolders: ChannelFolderRow
  /** How many messages a channel got on a day; `day` counts from 1970, UTC. */
  channelDays: { channelId: ChannelId; day: number; messages: number }
  topics: TopicRow
  userTopics: UserTopicRow
}

export interface ChannelRow {
  id: Generated<ChannelId>
  name: string
  nameKey: string
  description: Generated<string>
  renderedDescription: Generated<string>
  creatorId: UserId | null
  createdAt: number
  isPrivate: Generated<number>
  isWebPublic: Generated<number>
  /** 0: subscribers read from when they joined. */
  isHistoryShared: Generated<number>
  isArchived: Generated<number>
  isDefault: Generated<number>
  folderId: number | null
  messageRetentionDays: number | null
  firstMessageId: MessageId | null
  /** JSON of what differs from the defaults in channels/settings.ts. */
  settings: Generated<string>
  /** Random, and new whenever this row changes what people see of it: a cache keyed by it is never stale, whatever rolls back. */
  stamp: number
  /** The same for who is subscribed. */
  subscribersStamp: number
}

export interface SubscriptionRow {
  channelId: ChannelId
  userId: UserId
  isActive: Generated<number>
  /** Follows `users.isActive`: the deactivated keep their subscriptions, and count nowhere. */
  isUserActive: Generated<number>
  color: string
  isMuted: Generated<number>
  isPinned: Generated<number>
  desktopNotifications: number | null
  audibleNotifications: number | null
  pushNotifications: number | null
  emailNotifications: number | null
  wildcardMentionsNotify: number | null
}

export interface ChannelFolderRow {
  id: Generated<number>
  name: string
  nameKey: string
  description: Generated<string>
  renderedDescription: Generated<string>
  creatorId: UserId | null
  createdAt: number
  position: number
  isArchived: Generated<number>
}

export interface TopicRow {
  id: Generated<TopicId>
  channelId: ChannelId
  name: string
  nameKey: string
  /** 0: nothing in it, so it is not listed. */
  lastMessageId: Generated<MessageId>
}

export interface UserTopicRow {
  userId: UserId
  channelId: ChannelId
  topicKey: string
  topicName: string
  visibilityPolicy: number
  updatedAt: number
}
