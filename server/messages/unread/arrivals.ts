import { sql } from 'kysely'
import type { MessageId, UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { Flag } from '../flags.ts'

/** Messages with an id in `after` < id <= `upTo`. */
export interface Span {
  readonly after: number
  readonly upTo: number
}

/** What came in a span of messages for one person: ids that they have yet to read, and ids to forget. */
export interface Arrivals {
  readonly unread: readonly MessageId[]
  /** They left the channel; what they had not read there, they no longer owe. */
  readonly left: readonly MessageId[]
}

/**
 * Who received a message is not written down with it: it follows from the periods of their subscriptions and from the members
 * of conversations. Their own messages and those of people they muted count as read.
 */
export async function arrivalsFor(db: Db, userId: UserId, span: Span): Promise<Arrivals> {
  const unread = new Set([...(await inChannels(db, userId, span)), ...(await inConversations(db, userId, span))])
  for (const { id, isReceived } of await movedSince(db, userId, span)) {
    if (isReceived) unread.add(id)
    else unread.delete(id)
  }
  for (const id of await ownOrMuted(db, userId, span)) unread.delete(id)
  for (const id of await quiet(db, span)) unread.delete(id)
  for (const id of await unreadNevertheless(db, userId, span)) unread.add(id)
  return { unread: [...unread], left: await inChannelsLeft(db, userId, span) }
}

async function inChannels(db: Db, userId: UserId, { after, upTo }: Span): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('subscriptionPeriods as period')
    .innerJoin('messages as message', 'message.channelId', 'period.channelId')
    .select('message.id')
    .where('period.userId', '=', userId)
    .where((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', after)]))
    .where('message.id', '>', after as MessageId)
    .where('message.id', '<=', upTo as MessageId)
    .whereRef('message.id', '>=', 'period.fromMessageId')
    .where((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('message.id'))]))
    .execute()
  return rows.map(({ id }) => id)
}

async function inConversations(db: Db, userId: UserId, { after, upTo }: Span): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('conversationMembers as member')
    .innerJoin('conversations as conversation', 'conversation.id', 'member.conversationId')
    .innerJoin('messages as message', 'message.conversationId', 'conversation.id')
    .select('message.id')
    .where('member.userId', '=', userId)
    .where('conversation.lastMessageId', '>', after)
    .where('message.id', '>', after as MessageId)
    .where('message.id', '<=', upTo as MessageId)
    .execute()
  return rows.map(({ id }) => id)
}

/** A message moved to another channel was received by those who were in the first one. */
async function movedSince(db: Db, userId: UserId, { after, upTo }: Span) {
  const rows = await db
    .selectFrom('messageOrigins as origin')
    .leftJoin('subscriptionPeriods as period', (join) =>
      join
        .on('period.userId', '=', userId)
        .onRef('period.channelId', '=', 'origin.channelId')
        .onRef('period.fromMessageId', '<=', 'origin.messageId')
        .on((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('origin.messageId'))])),
    )
    .select(['origin.messageId as id', 'period.userId as receiver'])
    .where('origin.messageId', '>', after as MessageId)
    .where('origin.messageId', '<=', upTo as MessageId)
    .execute()
  return rows.map(({ id, receiver }) => ({ id, isReceived: receiver !== null }))
}

async function ownOrMuted(db: Db, userId: UserId, { after, upTo }: Span): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('messages')
    .select('id')
    .where('senderId', 'in', (query) =>
      query
        .selectFrom('users')
        .select('users.id')
        .where('users.id', '=', userId)
        .unionAll(query.selectFrom('mutedUsers').select('mutedUserId as id').where('userId', '=', userId)),
    )
    .where('id', '>', after as MessageId)
    .where('id', '<=', upTo as MessageId)
    .execute()
  return rows.map(({ id }) => id)
}

/** Notices that hardly anybody waits for. */
async function quiet(db: Db, { after, upTo }: Span): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('messages')
    .select('id')
    .where('isQuiet', '=', sql.lit(1)) // written out, so that the index of the few is used
    .where('id', '>', after as MessageId)
    .where('id', '<=', upTo as MessageId)
    .execute()
  return rows.map(({ id }) => id)
}

async function unreadNevertheless(db: Db, userId: UserId, { after, upTo }: Span): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('messageFlags')
    .select('messageId')
    .where('userId', '=', userId)
    .where('flag', '=', Flag.unreadOnArrival)
    .where('messageId', '>', after as MessageId)
    .where('messageId', '<=', upTo as MessageId)
    .execute()
  return rows.map(({ messageId }) => messageId)
}

async function inChannelsLeft(db: Db, userId: UserId, { after }: Span): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('subscriptionPeriods as period')
    .innerJoin('messages as message', 'message.channelId', 'period.channelId')
    .select('message.id')
    .where('period.userId', '=', userId)
    .where('period.toMessageId', '>', after)
    .whereRef('message.id', '>=', 'period.fromMessageId')
    .whereRef('message.id', '<', 'period.toMessageId')
    .execute()
  return rows.map(({ id }) => id)
}
