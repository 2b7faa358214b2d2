import { type SqlBool, sql } from 'kysely'
import type { ChannelId, ConversationId, MessageId, TopicId, UserId } from '../../api/ids.ts'
import { idList } from '../../database/dialects/id-list.ts'
import { Flag } from '../flags.ts'
import { condition } from './condition.ts'

export const always = condition(() => sql<SqlBool>`1 = 1`)()
export const never = condition(() => sql<SqlBool>`1 = 0`)()

export const isOneOf = condition((about, ids: readonly MessageId[]) => about('message.id', 'in', idList(ids)))

export const isAfter = condition((about, id: number) => about('message.id', '>', id as MessageId))

export const isInChannel = condition((about, id: ChannelId) => about('message.channelId', '=', id))

export const isInChannels = condition((about, ids: readonly ChannelId[]) => about('message.channelId', 'in', idList(ids)))

export const isInTopic = condition((about, id: TopicId) => about('message.topicId', '=', id))

export const isInTopics = condition((about, ids: readonly TopicId[]) => about('message.topicId', 'in', idList(ids)))

/** By `foldTopic` of the topic's name. */
export const isInTopicNamed = condition((about, nameKey: string) =>
  about('message.topicId', 'in', about.selectFrom('topics').select('topics.id').where('nameKey', '=', nameKey)),
)

/** Topics are resolved by a mark before their name. https://zulip.com/help/resolve-a-topic */
export const isResolved = condition((about) =>
  about('message.topicId', 'in', about.selectFrom('topics').select('topics.id').where('topics.name', 'like', '✔ %')),
)()

export const isInConversation = condition((about, id: ConversationId) => about('message.conversationId', '=', id))

/** In a conversation of theirs. */
export const includesUser = condition((about, id: UserId) =>
  about(
    'message.conversationId',
    'in',
    about.selectFrom('conversationMembers').select('conversationId').where('userId', '=', id),
  ),
)

/** In a conversation of three or more. */
export const isInGroup = condition((about) =>
  about(
    'message.conversationId',
    'in',
    about.selectFrom('conversations').select('conversations.id').where('memberKey', 'like', '%,%,%'),
  ),
)()

export const isSentBy = condition((about, id: UserId) => about('message.senderId', '=', id))

export const isFlagged = condition((about, viewerId: UserId, flag: Flag) =>
  about(
    'message.id',
    'in',
    about.selectFrom('messageFlags').select('messageId').where('userId', '=', viewerId).where('flag', '=', flag),
  ),
)

/** By name, or with everybody in the channel, the topic or the conversation. */
export const isMentioned = condition((about, viewerId: UserId) =>
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
  ),
)

/** By what a message has. Written out, for only so are the partial indexes found. */
export const has = {
  link: condition(() => sql<SqlBool>`message.hasLink = 1`)(),
  image: condition(() => sql<SqlBool>`message.hasImage = 1`)(),
  attachment: condition(() => sql<SqlBool>`message.hasAttachment = 1`)(),
  reaction: condition(() => sql<SqlBool>`message.hasReaction = 1`)(),
}
