import { activeUsers } from '../accounts/find.ts'
import type { MessageId, UserId } from '../api/ids.ts'
import { Role } from '../api/viewer.ts'
import { findChannel } from '../channels/find.ts'
import { subscriberIds } from '../channels/subscriptions/subscribers.ts'
import type { Db } from '../database/connection.ts'
import { membersOf } from './conversations.ts'
import { type Message, receiversOf } from './queries.ts'

type InPlace = Pick<Message, 'channelId' | 'conversationId'>

/**
 * Who hears of changes to messages of one place: everybody in the conversation; in a channel its subscribers, and where its
 * history is open, all who may look into it (they may have it on their screen). Where newcomers do not see what was before
 * them, those whom one of `ids` reached.
 */
export async function readersNow(db: Db, place: InPlace, ids: readonly MessageId[] = []): Promise<readonly UserId[]> {
  if (place.conversationId !== null) return (await membersOf(db, [place.conversationId])).get(place.conversationId) ?? []
  const channel = await findChannel(db, place.channelId!)
  if (!channel) return []
  const subscribers = await subscriberIds(db, channel)
  if (channel.isPrivate === 1) {
    if (channel.isHistoryShared === 1 || ids.length === 0) return subscribers
    const received = new Set(await receiversOf(db, channel.id, ...ends(ids)))
    return subscribers.filter((id) => received.has(id))
  }
  const others = (await activeUsers(db)).filter(({ role }) => role !== Role.guest).map(({ id }) => id)
  return [...new Set([...subscribers, ...others])]
}

const ends = (ids: readonly MessageId[]): [MessageId, MessageId] => [
  ids.reduce((a, b) => (a < b ? a : b)),
  ids.reduce((a, b) => (a > b ? a : b)),
]
