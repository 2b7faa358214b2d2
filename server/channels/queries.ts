import type { ChannelId, UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import { type Channel, type Subscription, toChannel } from './channel.ts'

export async function channelById(db: Db, id: ChannelId): Promise<Channel | undefined> {
  const row = await db.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst()
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

export async function subscriptionsOfUser(db: Db, userId: UserId): Promise<Subscription[]> {
  return db.selectFrom('subscriptions').selectAll().where('userId', '=', userId).orderBy('channelId').execute()
}

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
