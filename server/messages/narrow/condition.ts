import { type SqlBool, sql } from 'kysely'
import type { ChannelId, ConversationId, MessageId, TopicId, UserId } from '../../api/ids.ts'
import { idList } from '../../database/dialects/id-list.ts'
import { Flag } from '../flags.ts'
import type { Condition } from '../visibility.ts'

export const always: Condition = () => sql<SqlBool>`1 = 1`
export const never: Condition = () => sql<SqlBool>`1 = 0`

/** Also of what is neither true nor false: a direct message is not in a channel. */
export const not =
  (condition: Condition): Condition =>
  (about) =>
    sql<SqlBool>`(${condition(about)}) IS NOT TRUE`

export const allOf =
  (conditions: readonly Condition[]): Condition =>
  (about) =>
    about.and(conditions.map((condition) => condition(about)))

export const isOneOf =
  (ids: readonly MessageId[]): Condition =>
  (about) =>
    about('message.id', 'in', idList(ids))

export const isAfter =
  (id: number): Condition =>
  (about) =>
    about('message.id', '>', id as MessageId)

export const isInChannel =
  (id: ChannelId): Condition =>
  (about) =>
    about('message.channelId', '=', id)

export const isInChannels =
  (ids: readonly ChannelId[]): Condition =>
  (about) =>
    about('message.channelId', 'in', idList(ids))

export const isInTopic =
  (id: TopicId): Condition =>
  (about) =>
    about('message.topicId', '=', id)

export const isInTopics =
  (ids: readonly TopicId[]): Condition =>
  (about) =>
    about('message.topicId', 'in', idList(ids))

/** @param nameKey `foldTopic` of the name */
export const isInTopicNamed =
  (nameKey: string): Condition =>
  (about) =>
    about('message.topicId', 'in', about.selectFrom('topics').select('topics.id').where('nameKey', '=', nameKey))

/** Topics are resolved by a mark before their name. https://zulip.com/help/resolve-a-topic */
export const isResolved: Condition = (about) =>
  about('message.topicId', 'in', about.selectFrom('topics').select('topics.id').where('topics.name', 'like', '✔ %'))

export const isInConversation =
  (id: ConversationId): Condition =>
  (about) =>
    about('message.conversationId', '=', id)

/** In a conversation of theirs. */
export const includesUser =
  (id: UserId): Condition =>
  (about) =>
    about(
      'message.conversationId',
      'in',
      about.selectFrom('conversationMembers').select('conversationId').where('userId', '=', id),
    )

/** In a conversation of three or more. */
export const isInGroup: Condition = (about) =>
  about(
    'message.conversationId',
    'in',
    about.selectFrom('conversations').select('conversations.id').where('memberKey', 'like', '%,%,%'),
  )

export const isSentBy =
  (id: UserId): Condition =>
  (about) =>
    about('message.senderId', '=', id)

export const isFlagged =
  (viewerId: UserId, flag: Flag): Condition =>
  (about) =>
    about(
      'message.id',
      'in',
      about.selectFrom('messageFlags').select('messageId').where('userId', '=', viewerId).where('flag', '=', flag),
    )

/** By name, or with everybody in the channel, the topic or the conversation. */
export const isMentioned =
  (viewerId: UserId): Condition =>
  (about) =>
    about(
      'message.id',
      'in',
      about
        .selectFrom('messageFlags')
        .select('messageId')
        .where('userId', '=', viewerId)
        .where('flag', 'in', [Flag.mentioned, Flag.topicMentioned])
        .unionAll(
          about.selectFrom('messages as toAll').select('toAll.id as messageId').where(sql<SqlBool>`toAll.mentionsEveryone = 1`),
        ),
    )

/** By what a message has. Written out, for only so are the partial indexes found. */
export const has: Readonly<Record<string, Condition>> = {
  link: () => sql<SqlBool>`message.hasLink = 1`,
  image: () => sql<SqlBool>`message.hasImage = 1`,
  attachment: () => sql<SqlBool>`message.hasAttachment = 1`,
  reaction: () => sql<SqlBool>`message.hasReaction = 1`,
}
