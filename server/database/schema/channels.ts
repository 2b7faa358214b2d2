import type { Generated } from 'kysely'
import type { ChannelId, MessageId, TopicId, UserId } from '../../api/ids.ts'

export interface ChannelTables {
  channels: ChannelRow
  subscriptions: SubscriptionRow
  subscriptionPeriods: { userId: UserId; channelId: ChannelId; fromMessageId: number; toMessageId: number | null }
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
  /** JSON of what differs from the defaults. */
  settings: Generated<string>
}

export interface SubscriptionRow {
  channelId: ChannelId
  userId: UserId
  isActive: Generated<number>
  color: string
  isMuted: Generated<number>
  isPinned: Generated<number>
  desktopNotifications: number | null
  audibleNotifications: number | null
  pushNotifications: number | null
  emailNotifications: number | null
  wildcardMentionsNotify: number | null
}

export interface TopicRow {
  id: Generated<TopicId>
  channelId: ChannelId
  name: string
  nameKey: string
  lastMessageId: MessageId
}

export interface UserTopicRow {
  userId: UserId
  channelId: ChannelId
  topicKey: string
  topicName: string
  visibilityPolicy: number
  updatedAt: number
}
