import type { ChannelId, UserId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db, Trx } from '../database/connection.ts'
import { emptyTopicName as shownForNone } from '../realm/snapshot.ts'
import { emit } from '../realtime/emit.ts'
import type { VariedEvent } from '../realtime/event.ts'
import { catalogue } from './catalogue.ts'
import type { Channel } from './channel.ts'
import { foldTopic } from './topics.ts'

/** What somebody chose for a topic. https://zulip.com/api/update-user-topic */
export const TopicVisibility = { inherited: 0, muted: 1, unmuted: 2, followed: 3 } as const
export type TopicVisibility = (typeof TopicVisibility)[keyof typeof TopicVisibility]

export interface UserTopic {
  readonly channelId: ChannelId
  readonly topicName: string
  readonly visibilityPolicy: number
  readonly updatedAt: number
}

export const userTopicsOf: (db: Db, userId: UserId) => Promise<UserTopic[]> = builtOnce((db, userId: UserId) =>
  db
    .selectFrom('userTopics')
    .select(['channelId', 'topicName', 'visibilityPolicy', 'updatedAt'])
    .where('userId', '=', userId)
    .orderBy('updatedAt'),
)

/** Who chose something for a topic, and what. */
export async function visibilitiesOfTopic(db: Db, channelId: ChannelId, topic: string): Promise<Map<UserId, TopicVisibility>> {
  const rows = await db
    .selectFrom('userTopics')
    .select(['userId', 'visibilityPolicy'])
    .where('channelId', '=', channelId)
    .where('topicKey', '=', foldTopic(topic))
    .execute()
  return new Map(rows.map(({ userId, visibilityPolicy }) => [userId, visibilityPolicy as TopicVisibility]))
}

/** Mutes, unmutes or follows a topic for one person, or takes it back. Answers whether that changed anything. */
export async function setTopicVisibility(
  trx: Trx,
  userId: UserId,
  channel: Pick<Channel, 'id'>,
  topic: string,
  policy: TopicVisibility,
): Promise<boolean> {
  const topicKey = foldTopic(topic)
  const known = await visibilityOf(trx, userId, channel.id, topicKey)
  if (known === policy) return false
  const updatedAt = unixNow()
  const row = { userId, channelId: channel.id, topicKey, topicName: topic, visibilityPolicy: policy, updatedAt }
  if (policy === TopicVisibility.inherited) await forget(trx, userId, channel.id, topicKey)
  else await remember(trx, row)
  emit(trx, topicChosen(row), [userId])
  const mutes = TopicVisibility.muted
  if (known === mutes || policy === mutes) emit(trx, await mutedTopicsChanged(trx, userId), [userId])
  return true
}

/**
 * Takes everyone's choices along when all of a topic moved elsewhere; what they chose for the new place goes first.
 * @param readers who sees the new place: others lose theirs, for an event would tell them where the topic went
 */
export async function moveTopicChoices(
  trx: Trx,
  from: { readonly channel: Pick<Channel, 'id'>; readonly topic: string },
  to: { readonly channel: Pick<Channel, 'id'>; readonly topic: string },
  readers: readonly UserId[],
): Promise<void> {
  const mayKnow = new Set(readers)
  const there = await visibilitiesOfTopic(trx, to.channel.id, to.topic)
  for (const [userId, policy] of await visibilitiesOfTopic(trx, from.channel.id, from.topic)) {
    await setTopicVisibility(trx, userId, from.channel, from.topic, TopicVisibility.inherited)
    if (mayKnow.has(userId) && !there.has(userId)) await setTopicVisibility(trx, userId, to.channel, to.topic, policy)
  }
}

async function visibilityOf(db: Db, userId: UserId, channelId: ChannelId, topicKey: string): Promise<number> {
  const known = await db
    .selectFrom('userTopics')
    .select('visibilityPolicy')
    .where('userId', '=', userId)
    .where('channelId', '=', channelId)
    .where('topicKey', '=', topicKey)
    .executeTakeFirst()
  return known?.visibilityPolicy ?? TopicVisibility.inherited
}

async function remember(trx: Trx, row: UserTopic & { readonly userId: UserId; readonly topicKey: string }): Promise<void> {
  await trx
    .insertInto('userTopics')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['userId', 'channelId', 'topicKey'])
        .doUpdateSet({ visibilityPolicy: row.visibilityPolicy, topicName: row.topicName, updatedAt: row.updatedAt }),
    )
    .execute()
}

async function forget(trx: Trx, userId: UserId, channelId: ChannelId, topicKey: string): Promise<void> {
  await trx
    .deleteFrom('userTopics')
    .where('userId', '=', userId)
    .where('channelId', '=', channelId)
    .where('topicKey', '=', topicKey)
    .execute()
}

/** A topic by the name that this client understands. */
export const topicFor = (knowsEmptyName: boolean, name: string): string => (name === '' && !knowsEmptyName ? shownForNone : name)

const topicChosen = ({ channelId, topicName, visibilityPolicy, updatedAt }: UserTopic): VariedEvent => ({
  type: 'user_topic',
  forDialect: ({ emptyTopicName }) => ({
    type: 'user_topic',
    stream_id: channelId,
    topic_name: topicFor(emptyTopicName, topicName),
    last_updated: updatedAt,
    visibility_policy: visibilityPolicy,
  }),
})

type MutedTopic = readonly [channel: string, topic: string, mutedAt: number]

/** The older form, for the terminal client: muted topics alone, with the channel's name. */
export function mutedTopics(
  chosen: readonly UserTopic[],
  nameOf: (id: ChannelId) => string | undefined,
  knowsEmptyName: boolean,
): MutedTopic[] {
  const muted = chosen.filter(({ visibilityPolicy }) => visibilityPolicy === TopicVisibility.muted)
  return muted.map(({ channelId, topicName, updatedAt }) => [
    nameOf(channelId) ?? '',
    topicFor(knowsEmptyName, topicName),
    updatedAt,
  ])
}

async function mutedTopicsChanged(db: Db, userId: UserId): Promise<VariedEvent> {
  const chosen = await userTopicsOf(db, userId)
  const channels = await catalogue(db)
  return {
    type: 'muted_topics',
    forDialect: ({ emptyTopicName }) => ({
      type: 'muted_topics',
      muted_topics: mutedTopics(chosen, (id) => channels.get(id)?.channel.name, emptyTopicName),
    }),
  }
}
