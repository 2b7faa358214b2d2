import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db } from '../database/connection.ts'
import { Flag } from './flags.ts'

const starredBy = builtOnce((db, userId: UserId) =>
  db
    .selectFrom('messageFlags')
    .select('messageId')
    .where('userId', '=', userId)
    .where('flag', '=', Flag.starred)
    .orderBy('messageId'),
)

/** Ids, ascending. */
export const starredMessages = async (db: Db, viewer: Pick<Viewer, 'id'>): Promise<MessageId[]> =>
  (await starredBy(db, viewer.id)).map(({ messageId }) => messageId)

/** As many as Zulip tells of. */
const mostConversations = 1000

const conversationsOf = builtOnce((db, userId: UserId) =>
  db
    .selectFrom('conversationMembers as member')
    .innerJoin('conversations as conversation', 'conversation.id', 'member.conversationId')
    .select(['memberKey', 'lastMessageId'])
    .where('member.userId', '=', userId)
    .where('lastMessageId', '>', 0)
    .orderBy('lastMessageId', 'desc')
    .limit(mostConversations),
)

/**
 * The conversations that somebody had of late, the newest first, as `recent_private_conversations`: the others in each, none where
 * they wrote to themselves.
 * @see https://zulip.com/api/register-queue#response
 */
export async function recentConversations(db: Db, viewer: Pick<Viewer, 'id'>) {
  return (await conversationsOf(db, viewer.id)).map(({ memberKey, lastMessageId }) => ({
    user_ids: (memberKey.split(',').map(Number) as UserId[]).filter((id) => id !== viewer.id),
    max_message_id: lastMessageId,
  }))
}
