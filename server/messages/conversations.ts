import type { ConversationId, MessageId, UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'

/** Ids of everybody in a conversation, ascending: the key under which it is found. */
const memberKeyOf = (members: readonly UserId[]): string => [...new Set(members)].sort((a, b) => a - b).join()

export async function findConversation(db: Db, members: readonly UserId[]): Promise<ConversationId | undefined> {
  const row = await db.selectFrom('conversations').select('id').where('memberKey', '=', memberKeyOf(members)).executeTakeFirst()
  return row?.id
}

export async function findOrCreateConversation(trx: Trx, members: readonly UserId[]): Promise<ConversationId> {
  const found = await findConversation(trx, members)
  if (found !== undefined) return found
  const { id } = await trx
    .insertInto('conversations')
    .values({ memberKey: memberKeyOf(members) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows = [...new Set(members)].map((userId) => ({ userId, conversationId: id }))
  await trx.insertInto('conversationMembers').values(rows).execute()
  return id
}

export async function touchConversation(trx: Trx, id: ConversationId, messageId: MessageId): Promise<void> {
  await trx.updateTable('conversations').set({ lastMessageId: messageId }).where('id', '=', id).execute()
}

export async function conversationIdsOf(db: Db, userId: UserId, limit: number): Promise<ConversationId[]> {
  const rows = await db
    .selectFrom('conversationMembers')
    .select('conversationId')
    .where('userId', '=', userId)
    .limit(limit)
    .execute()
  return rows.map(({ conversationId }) => conversationId)
}

/** Members of these conversations, ascending. */
export async function membersOf(db: Db, ids: readonly ConversationId[]): Promise<ReadonlyMap<ConversationId, readonly UserId[]>> {
  const rows = await db.selectFrom('conversations').select(['id', 'memberKey']).where('id', 'in', idList(ids)).execute()
  return new Map(rows.map(({ id, memberKey }) => [id, memberKey.split(',').map(Number) as UserId[]]))
}
