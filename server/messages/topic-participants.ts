import type { TopicId, UserId } from '../api/ids.ts'
import type { Db } from '../database/connection.ts'

/** Who wrote or reacted in a topic: whom `@**topic**` calls. */
export async function topicParticipants(db: Db, topicId: TopicId): Promise<UserId[]> {
  const rows = await db
    .selectFrom('messages')
    .select('senderId as userId')
    .where('topicId', '=', topicId)
    .union(
      db
        .selectFrom('reactions')
        .innerJoin('messages', 'messages.id', 'reactions.messageId')
        .select('reactions.userId')
        .where('messages.topicId', '=', topicId),
    )
    .execute()
  return rows.map(({ userId }) => userId)
}
