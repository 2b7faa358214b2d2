import { activeUsers } from '../accounts/find.ts'
import type { UserId } from '../api/ids.ts'
import { Role } from '../api/viewer.ts'
import { findChannel } from '../channels/find.ts'
import { subscriberIds } from '../channels/subscribers.ts'
import type { Db } from '../database/connection.ts'
import { membersOf } from './conversations.ts'
import type { Message } from './queries.ts'

/**
 * Who hears of changes to a message: everybody in the conversation; in a channel its subscribers, and where its history is open,
 * all who may look into it (they may have it on their screen).
 */
export async function readersNow(db: Db, message: Pick<Message, 'channelId' | 'conversationId'>): Promise<readonly UserId[]> {
  if (message.conversationId !== null) return (await membersOf(db, [message.conversationId])).get(message.conversationId) ?? []
  const channel = await findChannel(db, message.channelId!)
  if (!channel) return []
  const subscribers = await subscriberIds(db, channel)
  if (channel.isPrivate === 1) return subscribers
  const others = (await activeUsers(db)).filter(({ role }) => role !== Role.guest).map(({ id }) => id)
  return [...new Set([...subscribers, ...others])]
}
