import type { ChannelId, ConversationId, MessageId, TopicId, UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'
import { plainText } from '../../markdown/plain-text.ts'

/** What a search looks at. */
export interface MessageText {
  readonly id: MessageId
  readonly topic: string
  readonly body: string
  /** Words that say where it is and who wrote it: `c12 t34 u7`, or `d56 u7`. */
  readonly place: string
}

/** Those of these messages that still exist, ascending. */
export async function textsOf(db: Db, ids: readonly MessageId[]): Promise<MessageText[]> {
  const rows = await db
    .selectFrom('messages as message')
    .leftJoin('topics as topic', 'topic.id', 'message.topicId')
    .select(['message.id', 'senderId', 'rendered', 'message.channelId', 'topicId', 'conversationId', 'topic.name as topic'])
    .where('message.id', 'in', idList(ids))
    .orderBy('message.id')
    .execute()
  return rows.map(({ id, rendered, topic, ...where }) => ({
    id,
    topic: topic ?? '',
    body: plainText(rendered),
    place: placeWords(where),
  }))
}

/** Words of `place`. */
export const placeWord = {
  channel: (id: ChannelId): string => `c${id}`,
  topic: (id: TopicId): string => `t${id}`,
  conversation: (id: ConversationId): string => `d${id}`,
  sender: (id: UserId): string => `u${id}`,
}

interface Place {
  readonly senderId: UserId
  readonly channelId: ChannelId | null
  readonly topicId: TopicId | null
  readonly conversationId: ConversationId | null
}

function placeWords({ senderId, channelId, topicId, conversationId }: Place): string {
  const where =
    conversationId === null
      ? [placeWord.channel(channelId!), placeWord.topic(topicId!)]
      : [placeWord.conversation(conversationId)]
  return [...where, placeWord.sender(senderId)].join(' ')
}

/** Up to where messages are indexed, and which of those must be read again. */
export interface IndexState {
  readonly upTo: number
  readonly queued: readonly MessageId[]
}

/** @param limit at most so many of those in the queue */
export async function indexState(db: Db, limit = Number.MAX_SAFE_INTEGER): Promise<IndexState> {
  const { upToMessageId } = await db.selectFrom('searchProgress').select('upToMessageId').executeTakeFirstOrThrow()
  const queued = await db.selectFrom('searchQueue').select('messageId').limit(limit).execute()
  return { upTo: upToMessageId, queued: queued.map(({ messageId }) => messageId) }
}
