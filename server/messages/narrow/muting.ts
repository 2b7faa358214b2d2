import type { ChannelId, TopicId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import { catalogueFor } from '../../channels/catalogue.ts'
import { findTopic } from '../../channels/topics.ts'
import { TopicVisibility, userTopicsOf } from '../../channels/user-topics.ts'
import type { Db } from '../../database/connection.ts'
import { allOf, anyOf, type Condition, not } from './condition.ts'
import { isInChannels, isInTopics } from './conditions.ts'

/** What somebody does not want to be bothered with: topics as far as they still exist. */
export interface Muting {
  readonly channels: ReadonlySet<ChannelId>
  readonly topics: ReadonlySet<TopicId>
  /** Unmuted or followed: they matter in muted channels too. */
  readonly wantedTopics: ReadonlySet<TopicId>
}

export async function mutingOf(db: Db, viewer: Viewer): Promise<Muting> {
  const { muted, unmuted, followed } = TopicVisibility
  return {
    channels: new Set(await mutedChannels(db, viewer)),
    topics: new Set(await topicsByChoice(db, viewer, [muted])),
    wantedTopics: new Set(await topicsByChoice(db, viewer, [unmuted, followed])),
  }
}

async function topicsByChoice(db: Db, viewer: Viewer, wanted: readonly TopicVisibility[]): Promise<TopicId[]> {
  const ids: TopicId[] = []
  for (const { channelId, topicName, visibilityPolicy } of await userTopicsOf(db, viewer.id)) {
    if (!wanted.includes(visibilityPolicy as TopicVisibility)) continue
    const topic = await findTopic(db, channelId, topicName)
    if (topic) ids.push(topic.id)
  }
  return ids
}

async function mutedChannels(db: Db, viewer: Viewer): Promise<ChannelId[]> {
  const { channels, standings } = await catalogueFor(db, viewer)
  const subscriptions = channels.all.flatMap(({ channel }) => standings.in(channel).subscription ?? [])
  return subscriptions.filter(({ isActive, isMuted }) => isActive === 1 && isMuted === 1).map(({ channelId }) => channelId)
}

export const isFollowed = async (db: Db, viewer: Viewer): Promise<Condition> =>
  isInTopics(await topicsByChoice(db, viewer, [TopicVisibility.followed]))

export const isInMutedTopic = async (db: Db, viewer: Viewer): Promise<Condition> =>
  isInTopics(await topicsByChoice(db, viewer, [TopicVisibility.muted]))

/** In a muted topic, or in a muted channel and not in a topic that they want to see nevertheless. */
export async function isMuted(db: Db, viewer: Viewer): Promise<Condition> {
  const { channels, topics, wantedTopics } = await mutingOf(db, viewer)
  const inMutedTopic = isInTopics([...topics])
  const inMutedChannel = allOf([isInChannels([...channels]), not(isInTopics([...wantedTopics]))])
  return anyOf([inMutedTopic, inMutedChannel])
}
