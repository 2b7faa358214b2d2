import type { ChannelId, MessageId, TopicId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import { newStamp, now } from './channel.ts'

/** A conversation in a channel. It keeps the case in which it was first written. */
export interface Topic {
  readonly id: TopicId
  readonly channelId: ChannelId
  readonly name: string
  /** 0 where nothing is left in it. */
  readonly lastMessageId: MessageId
}

const columns = ['id', 'channelId', 'name', 'lastMessageId'] as const

/** What topics are compared by: two that fold alike are one. */
export const foldTopic = (name: string): string => name.trim().normalize('NFC').toLowerCase()

export async function findTopic(db: Db, channelId: ChannelId, name: string): Promise<Topic | undefined> {
  return db
    .selectFrom('topics')
    .select(columns)
    .where('channelId', '=', channelId)
    .where('nameKey', '=', foldTopic(name))
    .executeTakeFirst()
}

export async function findTopicById(db: Db, id: TopicId): Promise<Topic | undefined> {
  return db.selectFrom('topics').select(columns).where('id', '=', id).executeTakeFirst()
}

export async function findOrCreateTopic(trx: Trx, channelId: ChannelId, name: string): Promise<Topic> {
  const written = name.trim().normalize('NFC')
  const found = await findTopic(trx, channelId, written)
  if (!found) {
    return trx
      .insertInto('topics')
      .values({ channelId, name: written, nameKey: foldTopic(written) })
      .returning(columns)
      .executeTakeFirstOrThrow()
  }
  if (found.lastMessageId > 0 || found.name === written) return found
  await renameTopic(trx, found.id, written) // an emptied topic begins anew, in the case that is written now
  return { ...found, name: written }
}

/** Changes the case in which a topic is shown. Another name is another topic: move the messages there. */
export async function renameTopic(trx: Trx, id: TopicId, name: string): Promise<void> {
  await trx
    .updateTable('topics')
    .set({ name, nameKey: foldTopic(name) })
    .where('id', '=', id)
    .execute()
}

/** Notes that a message was sent to the topic. */
export async function touchTopic(trx: Trx, id: TopicId, messageId: MessageId): Promise<void> {
  const { channelId } = await trx
    .updateTable('topics')
    .set({ lastMessageId: messageId })
    .where('id', '=', id)
    .returning('channelId')
    .executeTakeFirstOrThrow()
  const { messages } = await trx
    .insertInto('channelDays')
    .values({ channelId, day: Math.floor(now() / 86_400), messages: 1 })
    .onConflict((conflict) =>
      conflict.columns(['channelId', 'day']).doUpdateSet(({ eb }) => ({ messages: eb('channelDays.messages', '+', 1) })),
    )
    .returning('messages')
    .executeTakeFirstOrThrow()
  if (messages === 1) await noteFirstMessage(trx, channelId, messageId)
}

/** On a day's first message alone: what clients see of a channel's traffic and first message changes no more often. */
async function noteFirstMessage(trx: Trx, channelId: ChannelId, messageId: MessageId): Promise<void> {
  await trx
    .updateTable('channels')
    .set(({ fn, val }) => ({ firstMessageId: fn.coalesce('firstMessageId', val(messageId)), stamp: newStamp() }))
    .where('id', '=', channelId)
    .execute()
}

/** Notes which message is a topic's newest, after some were moved or deleted; undefined where none is left. */
export async function setNewestMessage(trx: Trx, id: TopicId, messageId: MessageId | undefined): Promise<void> {
  await trx
    .updateTable('topics')
    .set({ lastMessageId: messageId ?? (0 as MessageId) })
    .where('id', '=', id)
    .execute()
}

/** A channel's topics, the one last written to first. */
export async function listTopics(db: Db, channelId: ChannelId): Promise<Topic[]> {
  return db
    .selectFrom('topics')
    .select(columns)
    .where('channelId', '=', channelId)
    .where('lastMessageId', '>', 0 as MessageId)
    .orderBy('lastMessageId', 'desc')
    .execute()
}
