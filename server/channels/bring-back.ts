import type { Selectable } from 'kysely'
import type { ChannelId, UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import type { ChannelTables } from '../database/schema/channels.ts'
import { setArchived } from './archive.ts'
import { type Channel, newStamp } from './channel.ts'
import { channelById, channelByNameKey, insertChannel, subscribedUserIds } from './queries.ts'
import { subscribe } from './subscriptions/subscribe.ts'

/** A channel as another database has it, and who was in it when. */
export interface ReturningChannel {
  readonly channel: Channel
  readonly subscriberIds: readonly UserId[]
  readonly periods: readonly Selectable<ChannelTables['subscriptionPeriods']>[]
}

export async function readReturningChannel(db: Db, id: ChannelId): Promise<ReturningChannel | undefined> {
  const channel = await channelById(db, id)
  if (!channel) return undefined
  const periods = await db.selectFrom('subscriptionPeriods').selectAll().where('channelId', '=', id).execute()
  return { channel, periods, subscriberIds: await subscribedUserIds(db, id) }
}

/**
 * Finds the channel that it is here, and opens it again where it was archived since; or makes one like it, with the same people.
 * @param whoIs who somebody of the other database is here
 */
export async function bringBackChannel(
  trx: Trx,
  { channel: was, subscriberIds, periods }: ReturningChannel,
  whoIs: (id: UserId) => UserId | undefined,
): Promise<{ readonly channel: Channel; readonly isNew: boolean }> {
  const sameId = await channelById(trx, was.id)
  const here = sameId?.createdAt === was.createdAt ? sameId : await channelByNameKey(trx, was.nameKey)
  if (here) {
    if (here.isArchived === 1 && was.isArchived === 0) await setArchived(trx, here, false)
    return { channel: here, isNew: false }
  }
  const { id, ...row } = was
  const channel = await insertChannel(trx, {
    ...row,
    ...(sameId ? {} : { id }),
    creatorId: was.creatorId === null ? null : (whoIs(was.creatorId) ?? null),
    folderId: null,
    isDefault: 0,
    firstMessageId: null,
    settings: '{}', // groups may be others here: the usual permissions let nobody in who was not
    stamp: newStamp(),
    subscribersStamp: newStamp(),
  })
  for (const { userId: whose, fromMessageId, toMessageId } of periods) {
    const userId = whoIs(whose)
    if (userId === undefined || toMessageId === null) continue
    await trx.insertInto('subscriptionPeriods').values({ userId, channelId: channel.id, fromMessageId, toMessageId }).execute()
  }
  await subscribe(trx, channel, known(subscriberIds, whoIs))
  return { channel, isNew: true }
}

const known = (ids: readonly UserId[], whoIs: (id: UserId) => UserId | undefined): UserId[] =>
  ids.flatMap((id) => whoIs(id) ?? [])
