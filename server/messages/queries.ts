import type { Insertable, Selectable } from 'kysely'
import type { ChannelId, MessageId, TopicId, UserId } from '../api/ids.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db, Trx } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import type { MessageEditRow, MessageRow, ReactionRow } from '../database/schema/messages.ts'

export type Message = Selectable<MessageRow>
export type Reaction = Selectable<ReactionRow>

/** A message with what every answer says beside it. */
export interface FullMessage extends Message {
  readonly senderName: string
  readonly senderEmail: string
  readonly senderAvatarVersion: number
  readonly channelName: string | null
  readonly topic: string | null
  readonly client: string
}

const full = (db: Db) =>
  db
    .selectFrom('messages as message')
    .innerJoin('users as sender', 'sender.id', 'message.senderId')
    .innerJoin('clients as client', 'client.id', 'message.clientId')
    .leftJoin('channels as channel', 'channel.id', 'message.channelId')
    .leftJoin('topics as topic', 'topic.id', 'message.topicId')
    .selectAll('message')
    .select([
      'sender.fullName as senderName',
      'sender.email as senderEmail',
      'sender.avatarVersion as senderAvatarVersion',
      'channel.name as channelName',
      'topic.name as topic',
      'client.name as client',
    ])

/** Oldest first. */
export const findMessages = builtOnce((db, ids: readonly MessageId[]) =>
  full(db).where('message.id', 'in', idList(ids)).orderBy('message.id'),
)

export async function findMessage(db: Db, id: MessageId): Promise<FullMessage | undefined> {
  const [message] = await findMessages(db, [id])
  return message
}

export async function insertMessage(trx: Trx, message: Insertable<MessageRow>): Promise<MessageId> {
  const { id } = await trx.insertInto('messages').values(message).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function updateMessages(trx: Trx, ids: readonly MessageId[], change: Partial<Omit<Message, 'id'>>): Promise<void> {
  await trx.updateTable('messages').set(change).where('id', 'in', idList(ids)).execute()
}

export async function deleteMessageRows(trx: Trx, ids: readonly MessageId[]): Promise<void> {
  await trx.deleteFrom('messages').where('id', 'in', idList(ids)).execute()
}

export async function clientIdOf(trx: Trx, name: string): Promise<number> {
  const known = await trx.selectFrom('clients').select('id').where('name', '=', name).executeTakeFirst()
  return known?.id ?? (await trx.insertInto('clients').values({ name }).returning('id').executeTakeFirstOrThrow()).id
}

/** In the order in which people reacted. */
export const reactionsOf = builtOnce((db, ids: readonly MessageId[]) =>
  db.selectFrom('reactions').selectAll().where('messageId', 'in', idList(ids)).orderBy('reactedAt').orderBy('userId'),
)

export const submessagesOf = builtOnce((db, ids: readonly MessageId[]) =>
  db.selectFrom('submessages').selectAll().where('messageId', 'in', idList(ids)).orderBy('id'),
)

/** Newest first. */
export const editsOf = builtOnce((db, ids: readonly MessageId[]) =>
  db.selectFrom('messageEdits').selectAll().where('messageId', 'in', idList(ids)).orderBy('id', 'desc'),
)

export async function insertEdit(trx: Trx, edit: Insertable<MessageEditRow>): Promise<void> {
  await trx.insertInto('messageEdits').values(edit).execute()
}

type MovedMessage = Omit<Insertable<MessageEditRow>, 'messageId' | 'previousContent' | 'previousRendered'>

/** The same entry in the history of each message. */
export async function insertMoves(trx: Trx, ids: readonly MessageId[], edit: MovedMessage): Promise<void> {
  const { editorId, editedAt, previousTopic, topic, previousChannelId, channelId } = edit
  await trx
    .insertInto('messageEdits')
    .columns(['messageId', 'editorId', 'editedAt', 'previousTopic', 'topic', 'previousChannelId', 'channelId'])
    .expression((about) =>
      about
        .selectFrom('messages')
        .select(({ val }) => [
          'id',
          val(editorId).as('editorId'),
          val(editedAt).as('editedAt'),
          val(previousTopic).as('previousTopic'),
          val(topic).as('topic'),
          val(previousChannelId).as('previousChannelId'),
          val(channelId).as('channelId'),
        ])
        .where('id', 'in', idList(ids)),
    )
    .execute()
}

export const flagsAmong = builtOnce((db, userId: UserId, ids: readonly MessageId[]) =>
  db.selectFrom('messageFlags').select(['messageId', 'flag']).where('userId', '=', userId).where('messageId', 'in', idList(ids)),
)

/** Marks these messages for these people; what is marked already stays so. */
export async function addFlags(trx: Trx, userIds: readonly UserId[], flag: number, ids: readonly MessageId[]): Promise<void> {
  if (userIds.length === 0) return
  await trx
    .insertInto('messageFlags')
    .columns(['userId', 'flag', 'messageId'])
    .expression((about) =>
      about
        .selectFrom('users')
        .innerJoin('messages', (join) => join.onTrue())
        .select(({ val }) => ['users.id as userId', val(flag).as('flag'), 'messages.id as messageId'])
        .where('users.id', 'in', idList(userIds))
        .where('messages.id', 'in', idList(ids)),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function removeFlags(trx: Trx, messageId: MessageId, flags: readonly number[]): Promise<void> {
  await trx.deleteFrom('messageFlags').where('messageId', '=', messageId).where('flag', 'in', flags).execute()
}

export const flagHolders = (db: Db, messageId: MessageId) =>
  db.selectFrom('messageFlags').select(['userId', 'flag']).where('messageId', '=', messageId).execute()

/** Newest message of a topic; undefined where none is left. */
export async function newestInTopic(db: Db, topicId: TopicId): Promise<MessageId | undefined> {
  const row = await db
    .selectFrom('messages')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('topicId', '=', topicId)
    .executeTakeFirst()
  return row?.id ?? undefined
}

/** Ids in a topic from `from` on, ascending. */
export async function idsInTopic(db: Db, topicId: TopicId, from = 0): Promise<MessageId[]> {
  const rows = await db
    .selectFrom('messages')
    .select('id')
    .where('topicId', '=', topicId)
    .where('id', '>=', from as MessageId)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Messages from `fromMessageId` up to `toMessageId`, or for ever, reach a subscriber. */
export interface Period {
  readonly channelId: ChannelId
  readonly fromMessageId: number
  readonly toMessageId: number | null
}

export const periodsOf = builtOnce((db, userId: UserId) =>
  db.selectFrom('subscriptionPeriods').select(['channelId', 'fromMessageId', 'toMessageId']).where('userId', '=', userId),
)

/** Those that reached somebody while they were a subscriber of the channel. Direct messages are not among them. */
export async function receivedAmong(db: Db, userId: UserId, ids: readonly MessageId[]): Promise<Set<MessageId>> {
  const rows = await db
    .selectFrom('messages as message')
    .innerJoin('subscriptionPeriods as period', (join) =>
      join
        .onRef('period.channelId', '=', 'message.channelId')
        .on('period.userId', '=', userId)
        .onRef('period.fromMessageId', '<=', 'message.id')
        .on((is) => is.or([is('period.toMessageId', 'is', null), is('period.toMessageId', '>', is.ref('message.id'))])),
    )
    .select('message.id')
    .where('message.id', 'in', idList(ids))
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Everybody who was a subscriber of the channel when a message was sent there, or one between `first` and `last`. */
export async function receiversOf(db: Db, channelId: ChannelId, first: MessageId, last = first): Promise<UserId[]> {
  const rows = await db
    .selectFrom('subscriptionPeriods as period')
    .select('userId')
    .distinct()
    .where('channelId', '=', channelId)
    .where('fromMessageId', '<=', last)
    .where((is) => is.or([is('toMessageId', 'is', null), is('toMessageId', '>', first)]))
    .execute()
  return rows.map(({ userId }) => userId)
}
