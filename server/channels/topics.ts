import type { ChannelId, MessageId, TopicId, UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import { mayReadHistory, type Standing } from './access.ts'
import { newStamp } from './channel.ts'
import { today } from './traffic.ts'

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
    .values({ channelId, day: today(), messages: 1 })
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
async function listTopics(db: Db, channelId: ChannelId): Promise<Topic[]> {
  return db
    .selectFrom('topics')
    .select(columns)
    .where('channelId', '=', channelId)
    .where('lastMessageId', '>', 0 as MessageId)
    .orderBy('lastMessageId', 'desc')
    .execute()
}

/** The same as the viewer may know them: where history is not shared, only what they received counts. */
export async function listTopicsFor(db: Db, standing: Standing): Promise<Topic[]> {
  const { channel, viewer } = standing
  if (mayReadHistory(standing)) return listTopics(db, channel.id)
  const newest = new Map<TopicId, MessageId>()
  for (const period of await periodsOf(db, channel.id, viewer.id)) {
    for (const { topicId, messageId } of await newestIn(db, channel.id, period)) newest.set(topicId, messageId)
  }
  const topics = (await listTopics(db, channel.id)).filter(({ id }) => newest.has(id))
  return topics
    .map((topic) => ({ ...topic, lastMessageId: newest.get(topic.id)! }))
    .sort((a, b) => b.lastMessageId - a.lastMessageId)
}

interface Period {
  readonly fromMessageId: number
  readonly toMessageId: number | null
}

/** When someone was a subscriber, oldest first. */
async function periodsOf(db: Db, channelId: ChannelId, userId: UserId): Promise<Period[]> {
  return db
    .selectFrom('subscriptionPeriods')
    .select(['fromMessageId', 'toMessageId'])
    .where('channelId', '=', channelId)
    .where('userId', '=', userId)
    .orderBy('fromMessageId')
    .execute()
}

async function newestIn(db: Db, channelId: ChannelId, { fromMessageId, toMessageId }: Period) {
  const rows = await db
    .selectFrom('messages')
    .select(({ fn }) => ['topicId', fn.max('id').as('messageId')])
    .where('channelId', '=', channelId)
    .where('id', '>=', fromMessageId as MessageId)
    .where('id', '<', (toMessageId ?? Number.MAX_SAFE_INTEGER) as MessageId)
    .groupBy('topicId')
    .execute()
  return rows as { topicId: TopicId; messageId: MessageId }[]
}
