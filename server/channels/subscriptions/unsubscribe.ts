import type { UserId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import { archiveIfAbandoned } from '../archive.ts'
import { audienceOf } from '../audience.ts'
import type { Channel } from '../channel.ts'
import { channelsVanished, peersChanged, unsubscribed } from '../events.ts'
import { closePeriod, nextMessageId, restampSubscribers, subscriptionsIn, updateSubscription } from '../queries.ts'

export interface Unsubscribed {
  readonly removed: readonly UserId[]
  readonly notSubscribed: readonly UserId[]
}

/**
 * Ends people's subscriptions; their settings are kept for a return. A private channel that nobody is left in is archived:
 * nobody could read it any more. Who may is for the caller to decide.
 */
export async function unsubscribe(trx: Trx, channel: Channel, userIds: readonly UserId[]): Promise<Unsubscribed> {
  const active = (await subscriptionsIn(trx, channel.id, userIds)).filter(({ isActive }) => isActive === 1)
  const removed = active.map(({ userId }) => userId)
  const notSubscribed = userIds.filter((id) => !removed.includes(id))
  if (removed.length === 0) return { removed, notSubscribed }

  const toMessageId = await nextMessageId(trx)
  for (const userId of removed) {
    await updateSubscription(trx, channel.id, userId, { isActive: 0 })
    await closePeriod(trx, channel.id, userId, toMessageId)
  }
  const changed = await restampSubscribers(trx, channel.id)
  await tell(trx, changed, removed)
  await archiveIfAbandoned(trx, changed)
  return { removed, notSubscribed }
}

async function tell(trx: Trx, channel: Channel, removed: readonly UserId[]): Promise<void> {
  emit(trx, unsubscribed([channel]), removed)
  const audience = await audienceOf(trx, channel)
  const seesIt = new Set(audience)
  emit(
    trx,
    channelsVanished([channel.id]),
    removed.filter((id) => !seesIt.has(id)),
  )
  const left = new Set(removed)
  emit(
    trx,
    peersChanged('peer_remove', channel.id, removed),
    audience.filter((id) => !left.has(id)),
  )
}
