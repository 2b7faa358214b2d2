import type { UserId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import { audienceOf } from '../audience.ts'
import { type Listed, listedChannel } from '../catalogue.ts'
import type { Channel, Subscription } from '../channel.ts'
import { channelsAppeared, peersChanged, subscribed } from '../events.ts'
import {
  insertSubscription,
  nextMessageId,
  openPeriod,
  restampSubscribers,
  subscriptionsIn,
  updateSubscription,
} from '../queries.ts'
import { wireChoices } from '../wire.ts'
import { freeColors } from './colors.ts'

export interface Subscribed {
  /** Who is a subscriber now and was not before. */
  readonly added: readonly UserId[]
  readonly already: readonly UserId[]
}

/**
 * Makes people subscribers of a channel: they receive its messages from the next one on. Whoever comes back finds their
 * settings for it as they left them. Who may is for the caller to decide.
 */
export async function subscribe(trx: Trx, channel: Channel, userIds: readonly UserId[]): Promise<Subscribed> {
  const before = new Map((await subscriptionsIn(trx, channel.id, userIds)).map((one) => [one.userId, one]))
  const added = userIds.filter((id) => before.get(id)?.isActive !== 1)
  if (added.length === 0) return { added, already: userIds }
  const knewIt = new Set(await audienceOf(trx, channel))

  const colorFor = await freeColors(trx, added)
  const fromMessageId = await nextMessageId(trx)
  for (const userId of added) {
    if (before.has(userId)) await updateSubscription(trx, channel.id, userId, { isActive: 1 })
    else await insertSubscription(trx, { channelId: channel.id, userId, color: colorFor(userId) })
    await openPeriod(trx, channel.id, userId, fromMessageId)
  }
  await restampSubscribers(trx, channel.id)

  await tell(trx, await listedChannel(trx, channel.id), added, knewIt)
  return { added, already: userIds.filter((id) => before.get(id)?.isActive === 1) }
}

async function tell(trx: Trx, listed: Listed, added: readonly UserId[], knewIt: ReadonlySet<UserId>): Promise<void> {
  const { channel } = listed
  const newToIt = added.filter((id) => !knewIt.has(id))
  emit(trx, channelsAppeared([listed]), newToIt)
  for (const alike of byChoices(await subscriptionsIn(trx, channel.id, added))) {
    const own = { ...listed.wire, ...wireChoices(alike[0]!), subscribers: listed.subscribers.ids }
    emit(
      trx,
      subscribed([own]),
      alike.map(({ userId }) => userId),
    )
  }
  const newcomers = new Set(added)
  const others = [...knewIt].filter((id) => !newcomers.has(id))
  emit(trx, peersChanged('peer_add', channel.id, added), others)
}

/** A thousand people who are subscribed at once mostly have the same choices, and share the bytes of one event. */
function byChoices(subscriptions: readonly Subscription[]): Subscription[][] {
  const groups = new Map<string, Subscription[]>()
  for (const subscription of subscriptions) {
    const key = JSON.stringify(wireChoices(subscription))
    groups.set(key, [...(groups.get(key) ?? []), subscription])
  }
  return [...groups.values()]
}
