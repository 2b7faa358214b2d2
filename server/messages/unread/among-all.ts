import { mutersOf } from '../../accounts/own-things/muted-users.ts'
import type { MessageId, UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'
import { Flag } from '../flags.ts'
import { flagHolders, type Message, receiversOf } from '../queries.ts'
import { unpack } from './stored.ts'

type Sent = Pick<Message, 'id' | 'senderId' | 'channelId' | 'conversationId' | 'isQuiet'>

/**
 * Which of these people have not read a message, with a few queries for all of them: their stored sets tell where they reach as
 * far as the message, and else how it arrived.
 */
export async function unreadAmongAll(db: Db, message: Sent, userIds: readonly UserId[]): Promise<Set<UserId>> {
  const stored = await storedSets(db, userIds)
  const arrived = await arrivedUnread(db, message, userIds)
  return new Set(
    userIds.filter((userId) => {
      const set = stored.get(userId)
      return set && set.upToMessageId >= message.id ? holds(set.messageIds, message.id) : arrived.has(userId)
    }),
  )
}

async function storedSets(db: Db, userIds: readonly UserId[]) {
  const rows = await db
    .selectFrom('unreadSets')
    .select(['userId', 'upToMessageId', 'messageIds'])
    .where('userId', 'in', idList(userIds))
    .execute()
  return new Map(rows.map((row) => [row.userId, row]))
}

function holds(messageIds: Buffer, id: MessageId): boolean {
  const ids = unpack({ revision: 1, upTo: 0, messageIds })
  try {
    return ids.has(id)
  } finally {
    ids.dispose()
  }
}

async function arrivedUnread(db: Db, message: Sent, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>> {
  const receivers = message.channelId === null ? userIds : await receiversOf(db, await firstChannel(db, message), message.id)
  const unread = new Set(message.isQuiet === 1 ? [] : receivers)
  unread.delete(message.senderId)
  for (const muter of await mutersOf(db, message.senderId)) unread.delete(muter)
  for (const { userId, flag } of await flagHolders(db, message.id)) if (flag === Flag.unreadOnArrival) unread.add(userId)
  return unread
}

/** Where it was received, though it may have moved since. */
async function firstChannel(db: Db, { id, channelId }: Sent) {
  const origin = await db.selectFrom('messageOrigins').select('channelId').where('messageId', '=', id).executeTakeFirst()
  return origin?.channelId ?? channelId!
}
