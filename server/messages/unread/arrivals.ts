import { sql } from 'kysely'
import type { MessageId, UserId } from '../../api/ids.ts'
import { builtOnce } from '../../database/built-once.ts'
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
  const [after, upTo] = [span.after as MessageId, span.upTo as MessageId]
  const unread = new Set<MessageId>()
  for (const { id } of await inChannels(db, userId, after, upTo)) unread.add(id)
  for (const { id } of await inConversations(db, userId, after, upTo)) unread.add(id)
  for (const { id, receiver } of await movedSince(db, userId, after, upTo)) {
    if (receiver !== null) unread.add(id)
    else unread.delete(id)
  }
  for (const { id } of await ownOrMuted(db, userId, after, upTo)) unread.delete(id)
  for (const { id } of await quiet(db, after, upTo)) unread.delete(id)
  for (const { id } of await unreadNevertheless(db, userId, after, upTo)) unread.add(id)
  const left = await inChannelsLeft(db, userId, after)
  return { unread: [...unread], left: left.map(({ id }) => id) }
}

const inChannels = builtOnce((db, userId: UserId, after: MessageId, upTo: MessageId) =>
  db
    .selectFrom('subscriptionPeriods as period')
    .innerJoin('messages as message', 'message.channelId', 'period.channelId')
    .select('message.id')
    .where('period.userId', '=', userId)
    .where((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', after)]))
    .where('message.id', '>', after)
    .where('message.id', '<=', upTo)
    .whereRef('message.id', '>=', 'period.fromMessageId')
    .where((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('message.id'))])),
)

const inConversations = builtOnce((db, userId: UserId, after: MessageId, upTo: MessageId) =>
  db
    .selectFrom('conversationMembers as member')
    .innerJoin('conversations as conversation', 'conversation.id', 'member.conversationId')
    .innerJoin('messages as message', 'message.conversationId', 'conversation.id')
    .select('message.id')
    .where('member.userId', '=', userId)
    .where('conversation.lastMessageId', '>', after)
    .where('message.id', '>', after)
    .where('message.id', '<=', upTo),
)

/** A message moved to another channel was received by those who were in the first one. */
const movedSince = builtOnce((db, userId: UserId, after: MessageId, upTo: MessageId) =>
  db
    .selectFrom('messageOrigins as origin')
    .leftJoin('subscriptionPeriods as period', (join) =>
      join
        .on('period.userId', '=', userId)
        .onRef('period.channelId', '=', 'origin.channelId')
        .onRef('period.fromMessageId', '<=', 'origin.messageId')
        .on((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('origin.messageId'))])),
    )
    .select(['origin.messageId as id', 'period.userId as receiver'])
    .where('origin.messageId', '>', after)
    .where('origin.messageId', '<=', upTo),
)

const ownOrMuted = builtOnce((db, userId: UserId, after: MessageId, upTo: MessageId) =>
  db
    .selectFrom('messages')
    .select('id')
    .where('senderId', 'in', (query) =>
      query
        .selectFrom('users')
        .select('users.id')
        .where('users.id', '=', userId)
        .unionAll(query.selectFrom('mutedUsers').select('mutedUserId as id').where('userId', '=', userId)),
    )
    .where('id', '>', after)
    .where('id', '<=', upTo),
)

/** Notices that hardly anybody waits for. */
const quiet = builtOnce((db, after: MessageId, upTo: MessageId) =>
  db
    .selectFrom('messages')
    .select('id')
    .where('isQuiet', '=', sql.lit(1)) // written out, so that the index of the few is used
    .where('id', '>', after)
    .where('id', '<=', upTo),
)

const unreadNevertheless = builtOnce((db, userId: UserId, after: MessageId, upTo: MessageId) =>
  db
    .selectFrom('messageFlags')
    .select('messageId as id')
    .where('userId', '=', userId)
    .where('flag', '=', Flag.unreadOnArrival)
    .where('messageId', '>', after)
    .where('messageId', '<=', upTo),
)

const inChannelsLeft = builtOnce((db, userId: UserId, after: MessageId) =>
  db
    .selectFrom('subscriptionPeriods as period')
    .innerJoin('messages as message', 'message.channelId', 'period.channelId')
    .select('message.id')
    .where('period.userId', '=', userId)
    .where('period.toMessageId', '>', after)
    .whereRef('message.id', '>=', 'period.fromMessageId')
    .whereRef('message.id', '<', 'period.toMessageId'),
)
