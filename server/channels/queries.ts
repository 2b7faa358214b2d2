import type { Insertable, Updateable } from 'kysely'
import type { ChannelId, UserId } from '../api/ids.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db, Trx } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import type { ChannelRow, SubscriptionRow } from '../database/schema/channels.ts'
import { type Channel, newStamp, type Subscription, toChannel } from './channel.ts'

const channelsById = builtOnce((db, id: ChannelId) => db.selectFrom('channels').selectAll().where('id', '=', id))

export async function channelById(db: Db, id: ChannelId): Promise<Channel | undefined> {
  const [row] = await channelsById(db, id)
  return row && toChannel(row)
}

export async function channelByNameKey(db: Db, nameKey: string): Promise<Channel | undefined> {
  const row = await db.selectFrom('channels').selectAll().where('nameKey', '=', nameKey).executeTakeFirst()
  return row && toChannel(row)
}

export async function allChannels(db: Db): Promise<Channel[]> {
  return (await db.selectFrom('channels').selectAll().orderBy('id').execute()).map(toChannel)
}

export async function subscriptionOf(db: Db, channelId: ChannelId, userId: UserId): Promise<Subscription | undefined> {
  return db
    .selectFrom('subscriptions')
    .selectAll()
    .where('channelId', '=', channelId)
    .where('userId', '=', userId)
    .executeTakeFirst()
}

export const subscriptionsOfUser = builtOnce((db, userId: UserId) =>
  db.selectFrom('subscriptions').selectAll().where('userId', '=', userId).orderBy('channelId'),
)

/** Those who are subscribed and not deactivated, ascending. */
export async function subscribedUserIds(db: Db, channelId: ChannelId): Promise<UserId[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .select('userId')
    .where('channelId', '=', channelId)
    .where('isActive', '=', 1)
    .where('isUserActive', '=', 1)
    .orderBy('userId')
    .execute()
  return rows.map(({ userId }) => userId)
}

/**
 * The id that the next message will have, or a smaller one that no message has. Sound inside a transaction alone: there
 * is one writer.
 */
export async function nextMessageId(trx: Trx): Promise<number> {
  const { newest } = await trx
    .selectFrom('messages')
    .select(({ fn }) => fn.max('id').as('newest'))
    .executeTakeFirstOrThrow()
  return (newest ?? 0) + 1
}

const stampSums = builtOnce((db) =>
  db
    .selectFrom('channels')
    .select(({ fn }) => [
      fn.countAll().as('channels'),
      fn.sum('stamp').as('stamps'),
      fn.sum('subscribersStamp').as('subscribersStamps'),
    ]),
)

/** Differs whenever a channel or its subscribers differ: the sum of all stamps, which are random. */
export async function catalogueStamp(db: Db): Promise<string> {
  const [sums] = await stampSums(db)
  return `${sums!.channels} ${sums!.stamps} ${sums!.subscribersStamps}`
}

export async function subscribersStampOf(db: Db, id: ChannelId): Promise<number | undefined> {
  const row = await db.selectFrom('channels').select('subscribersStamp').where('id', '=', id).executeTakeFirst()
  return row?.subscribersStamp
}

export async function insertChannel(trx: Trx, channel: Insertable<ChannelRow>): Promise<Channel> {
  return toChannel(await trx.insertInto('channels').values(channel).returningAll().executeTakeFirstOrThrow())
}

/** Changes a channel and answers it as it is now. */
export async function updateChannelRow(trx: Trx, id: ChannelId, change: Updateable<ChannelRow>): Promise<Channel> {
  const row = await trx
    .updateTable('channels')
    .set({ ...change, stamp: newStamp() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toChannel(row)
}

/** Notes that the channel's subscribers changed, and answers the channel as it is now. */
export async function restampSubscribers(trx: Trx, id: ChannelId): Promise<Channel> {
  const row = await trx
    .updateTable('channels')
    .set({ subscribersStamp: newStamp() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toChannel(row)
}

export const subscriptionsIn = builtOnce((db, channelId: ChannelId, userIds: readonly UserId[]) =>
  db.selectFrom('subscriptions').selectAll().where('channelId', '=', channelId).where('userId', 'in', idList(userIds)),
)

/** Colors in use by each of these people. */
export const colorsOf = builtOnce((db, userIds: readonly UserId[]) =>
  db.selectFrom('subscriptions').select(['userId', 'color']).where('userId', 'in', idList(userIds)),
)

export async function insertSubscription(trx: Trx, subscription: Insertable<SubscriptionRow>): Promise<void> {
  await trx.insertInto('subscriptions').values(subscription).execute()
}

export async function updateSubscription(
  trx: Trx,
  channelId: ChannelId,
  userId: UserId,
  change: Updateable<SubscriptionRow>,
): Promise<void> {
  await trx.updateTable('subscriptions').set(change).where('channelId', '=', channelId).where('userId', '=', userId).execute()
}

export async function openPeriod(trx: Trx, channelId: ChannelId, userId: UserId, fromMessageId: number): Promise<void> {
  await trx
    .insertInto('subscriptionPeriods')
    .values({ channelId, userId, fromMessageId, toMessageId: null })
    // Left and came back with no message in between: the period that ended there goes on.
    .onConflict((conflict) => conflict.columns(['userId', 'channelId', 'fromMessageId']).doUpdateSet({ toMessageId: null }))
    .execute()
}

export async function closePeriod(trx: Trx, channelId: ChannelId, userId: UserId, toMessageId: number): Promise<void> {
  await trx
    .updateTable('subscriptionPeriods')
    .set({ toMessageId })
    .where('channelId', '=', channelId)
    .where('userId', '=', userId)
    .where('toMessageId', 'is', null)
    .execute()
}

/** What newcomers are subscribed to. */
export async function defaultChannels(db: Db): Promise<Channel[]> {
  const rows = await db.selectFrom('channels').selectAll().where('isDefault', '=', 1).orderBy('id').execute()
  return rows.map(toChannel)
}
