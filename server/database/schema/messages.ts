import type { Generated } from 'kysely'
import type { ChannelId, ConversationId, MessageId, TopicId, UserId } from '../../api/ids.ts'

export interface MessageTables {
  clients: { id: Generated<number>; name: string }
  conversations: { id: Generated<ConversationId>; memberKey: string; lastMessageId: Generated<number> }
  conversationMembers: { userId: UserId; conversationId: ConversationId }
  messages: MessageRow
  messageFlags: { userId: UserId; flag: number; messageId: MessageId }
  messageOrigins: { messageId: MessageId; channelId: ChannelId }
  messageEchoes: { senderId: UserId; queueId: string; localId: string; messageId: MessageId }
  unreadSets: { userId: UserId; upToMessageId: number; revision: number; messageIds: Buffer }
  messageEdits: MessageEditRow
  reactions: ReactionRow
  submessages: { id: Generated<number>; messageId: MessageId; senderId: UserId; type: string; content: string }
  messageSearch: { rowid: number; topic: string; body: string; place: string; messageSearch: string }
  searchProgress: { id: 1; upToMessageId: number }
  searchQueue: { messageId: MessageId }
}

/** In a channel: `channelId` and `topicId`; between people: `conversationId`. */
export interface MessageRow {
  id: Generated<MessageId>
  senderId: UserId
  channelId: ChannelId | null
  topicId: TopicId | null
  conversationId: ConversationId | null
  content: string
  rendered: string
  renderVersion: number
  sentAt: number
  clientId: number
  isMe: Generated<number>
  hasLink: Generated<number>
  hasImage: Generated<number>
  hasAttachment: Generated<number>
  hasReaction: Generated<number>
  hasSubmessages: Generated<number>
  mentionsEveryone: Generated<number>
  isQuiet: Generated<number>
  editedAt: number | null
  movedAt: number | null
}

export interface MessageEditRow {
  id: Generated<number>
  messageId: MessageId
  editorId: UserId | null
  editedAt: number
  previousContent: string | null
  previousRendered: string | null
  previousTopic: string | null
  topic: string | null
  previousChannelId: ChannelId | null
  channelId: ChannelId | null
}

export interface ReactionRow {
  messageId: MessageId
  userId: UserId
  reactionType: string
  emojiCode: string
  emojiName: string
  reactedAt: number
}
