import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { ChannelId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { isSubscribed, mayReadHistory } from '../channels/access.ts'
import { catalogueFor } from '../channels/catalogue.ts'
import type { Db } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import type { Schema } from '../database/schema/index.ts'

/** Queries about messages call them `message`. */
export type AboutMessage = ExpressionBuilder<Schema & { message: Schema['messages'] }, 'message'>
export type Condition = (about: AboutMessage) => Expression<SqlBool>

/** What of all channels somebody may read. Archived ones count: their history stays. */
export interface Readable {
  /** With everything ever written there. */
  readonly whole: readonly ChannelId[]
  /** Only what they received. */
  readonly received: readonly ChannelId[]
  /** Where they are subscribers now. */
  readonly subscribed: readonly ChannelId[]
}

export async function readableChannels(db: Db, viewer: Viewer): Promise<Readable> {
  const { channels, standings } = await catalogueFor(db, viewer)
  const all = channels.all.map(({ channel }) => standings.in(channel))
  const idsOf = (some: typeof all) => some.map(({ channel }) => channel.id)
  return {
    whole: idsOf(all.filter(mayReadHistory)),
    received: idsOf(all.filter((standing) => isSubscribed(standing) && !mayReadHistory(standing))),
    subscribed: idsOf(all.filter(isSubscribed)),
  }
}

/** Sent while they were a subscriber. */
export const wasReceived =
  (viewer: Pick<Viewer, 'id'>): Condition =>
  (about) =>
    about.exists(
      about
        .selectFrom('subscriptionPeriods as period')
        .select(sql`1`.as('one'))
        .where('period.userId', '=', viewer.id)
        .whereRef('period.channelId', '=', 'message.channelId')
        .whereRef('period.fromMessageId', '<=', 'message.id')
        .where((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('message.id'))])),
    )

const isTheirConversation =
  (viewer: Pick<Viewer, 'id'>): Condition =>
  (about) =>
    about(
      'message.conversationId',
      'in',
      about.selectFrom('conversationMembers').select('conversationId').where('userId', '=', viewer.id),
    )

/** May be read by the viewer at all. */
export const isReadable =
  (viewer: Pick<Viewer, 'id'>, { whole, received }: Readable): Condition =>
  (about) =>
    about.or([
      about('message.channelId', 'in', idList(whole)),
      about.and([about('message.channelId', 'in', idList(received)), wasReceived(viewer)(about)]),
      isTheirConversation(viewer)(about),
    ])

/** Reached the viewer, and may still be read: what a narrow without a channel looks at. */
export const isTheirs =
  (viewer: Pick<Viewer, 'id'>, { whole, received }: Readable): Condition =>
  (about) =>
    about.or([
      about.and([about('message.channelId', 'in', idList([...whole, ...received])), wasReceived(viewer)(about)]),
      isTheirConversation(viewer)(about),
    ])
