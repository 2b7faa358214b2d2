import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { Flag } from './flags.ts'

/** Ids, ascending. */
export async function starredMessages(db: Db, viewer: Pick<Viewer, 'id'>): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('messageFlags')
    .select('messageId')
    .where('userId', '=', viewer.id)
    .where('flag', '=', Flag.starred)
    .orderBy('messageId')
    .execute()
  return rows.map(({ messageId }) => messageId)
}

/** As many as Zulip tells of. */
const mostConversations = 1000

/**
 * The conversations that somebody had of late, the newest first, as `recent_private_conversations`: the others in each, none where
 * they wrote to themselves.
 * @see https://zulip.com/api/register-queue#response
 */
export async function recentConversations(db: Db, viewer: Pick<Viewer, 'id'>) {
  const rows = await db
    .selectFrom('conversationMembers as member')
    .innerJoin('conversations as conversation', 'conversation.id', 'member.conversationId')
    .select(['memberKey', 'lastMessageId'])
    .where('member.userId', '=', viewer.id)
    .where('lastMessageId', '>', 0)
    .orderBy('lastMessageId', 'desc')
    .limit(mostConversations)
    .execute()
  return rows.map(({ memberKey, lastMessageId }) => ({
    user_ids: (memberKey.split(',').map(Number) as UserId[]).filter((id) => id !== viewer.id),
    max_message_id: lastMessageId,
  }))
}
