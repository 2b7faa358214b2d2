import { sql } from 'kysely'
import type { ChannelId, ConversationId, MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { isSubscribed, mayReadHistory } from '../channels/access.ts'
import { catalogueFor } from '../channels/catalogue.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import { anyOf, type Condition, condition } from './narrow/condition.ts'

/** What of all channels somebody may read. Archived ones count: their history stays. */
export interface Readable {
  /** With everything ever written there. */
  readonly whole: readonly ChannelId[]
  /** Only what they received. */
  readonly received: readonly ChannelId[]
  /** Where they are subscribers now. */
  readonly subscribed: readonly ChannelId[]
  /** Where they are or were subscribers: elsewhere they received nothing. */
  readonly joined: readonly ChannelId[]
}

export async function readableChannels(db: Db, viewer: Viewer): Promise<Readable> {
  const { channels, standings } = await catalogueFor(db, viewer)
  const all = channels.all.map(({ channel }) => standings.in(channel))
  const idsOf = (some: typeof all) => some.map(({ channel }) => channel.id)
  return {
    whole: idsOf(all.filter(mayReadHistory)),
    received: idsOf(all.filter((standing) => isSubscribed(standing) && !mayReadHistory(standing))),
    subscribed: idsOf(all.filter(isSubscribed)),
    joined: idsOf(all.filter(({ subscription }) => subscription !== undefined)),
  }
}

/*
 * What may be read is always looked up for a message that something else has found: with the plus signs no index answers it.
 * Else a query for the newest hundred messages would first collect every message that somebody may read.
 */
const channel = sql<ChannelId | null>`+message.channelId`
const conversation = sql<ConversationId | null>`+message.conversationId`

const isInReadable = condition((about, whole: readonly ChannelId[]) => about(channel, 'in', idList(whole)))

/** In one of these channels, and sent while they were a subscriber. */
const wasReceivedIn = condition((about, channels: readonly ChannelId[], userId: UserId) =>
  about.and([
    about(channel, 'in', idList(channels)),
    about.exists(
      about
        .selectFrom('subscriptionPeriods as period')
        .select(sql`1`.as('one'))
        .where('period.userId', '=', userId)
        .whereRef('period.channelId', '=', 'message.channelId')
        .whereRef('period.fromMessageId', '<=', 'message.id')
        .where((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('message.id'))])),
    ),
  ]),
)

const isInTheirConversation = condition((about, userId: UserId) =>
  about(conversation, 'in', about.selectFrom('conversationMembers').select('conversationId').where('userId', '=', userId)),
)

/** May be read by the viewer at all. */
export const isReadable = ({ id }: Pick<Viewer, 'id'>, { whole, received }: Readable): Condition =>
  anyOf([isInReadable(whole), wasReceivedIn(received, id), isInTheirConversation(id)])

/** Reached the viewer, and may still be read: what a narrow without a channel looks at. */
export const isTheirs = ({ id }: Pick<Viewer, 'id'>, { whole, received }: Readable): Condition =>
  anyOf([wasReceivedIn([...whole, ...received], id), isInTheirConversation(id)])

/** Reached somebody after one message and before another. As `isTheirs`, but found place by place: for those who received little. */
export const isWhatReachedThem = condition((about, userId: UserId, after: number, before: number) => {
  const inChannels = about
    .selectFrom('subscriptionPeriods as period')
    .innerJoin('messages as sent', 'sent.channelId', 'period.channelId')
    .select('sent.id')
    .where('period.userId', '=', userId)
    .whereRef('sent.id', '>=', 'period.fromMessageId')
    .where((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('sent.id'))]))
    .where('sent.id', '>', after as MessageId)
    .where('sent.id', '<', before as MessageId)
  const inConversations = about
    .selectFrom('conversationMembers as member')
    .innerJoin('messages as told', 'told.conversationId', 'member.conversationId')
    .select('told.id')
    .where('member.userId', '=', userId)
    .where('told.id', '>', after as MessageId)
    .where('told.id', '<', before as MessageId)
  return about('message.id', 'in', inChannels.unionAll(inConversations))
})

const firsts = builtOnce((db, userId: UserId) =>
  db.selectNoFrom(({ selectFrom }) => [
    selectFrom('subscriptionPeriods')
      .select(({ fn }) => fn.min('fromMessageId').as('first'))
      .where('userId', '=', userId)
      .as('inChannels'),
    selectFrom('conversationMembers as member')
      .select(({ fn, selectFrom: select }) =>
        fn
          .min(
            select('messages')
              .select('messages.id')
              .whereRef('messages.conversationId', '=', 'member.conversationId')
              .orderBy('messages.id')
              .limit(1),
          )
          .as('first'),
      )
      .where('member.userId', '=', userId)
      .as('inConversations'),
  ]),
)

/** Nothing older than this message reached them. */
export async function firstReceived(db: Db, { id }: Pick<Viewer, 'id'>): Promise<number> {
  const [first] = await firsts(db, id)
  const none = Number.MAX_SAFE_INTEGER
  return Math.min(first!.inChannels ?? none, first!.inConversations ?? none)
}
