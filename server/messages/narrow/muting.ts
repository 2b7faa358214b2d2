import type { ChannelId, TopicId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import { catalogueFor } from '../../channels/catalogue.ts'
import { findTopic } from '../../channels/topics.ts'
import { TopicVisibility, userTopicsOf } from '../../channels/user-topics.ts'
import type { Db } from '../../database/connection.ts'
import type { Condition } from '../visibility.ts'
import { allOf, isInChannels, isInTopics, not } from './condition.ts'

/** What somebody chose for topics, as the topics that still exist. */
async function topicsByChoice(db: Db, viewer: Viewer, wanted: readonly TopicVisibility[]): Promise<TopicId[]> {
  const ids: TopicId[] = []
  for (const { channelId, topicName, visibilityPolicy } of await userTopicsOf(db, viewer.id)) {
    if (!wanted.includes(visibilityPolicy as TopicVisibility)) continue
    const topic = await findTopic(db, channelId, topicName)
    if (topic) ids.push(topic.id)
  }
  return ids
}

export const isFollowed = async (db: Db, viewer: Viewer): Promise<Condition> =>
  isInTopics(await topicsByChoice(db, viewer, [TopicVisibility.followed]))

async function mutedChannels(db: Db, viewer: Viewer): Promise<ChannelId[]> {
  const { channels, standings } = await catalogueFor(db, viewer)
  const subscriptions = channels.all.flatMap(({ channel }) => standings.in(channel).subscription ?? [])
  return subscriptions.filter(({ isActive, isMuted }) => isActive === 1 && isMuted === 1).map(({ channelId }) => channelId)
}

export const isInMutedTopic = async (db: Db, viewer: Viewer): Promise<Condition> =>
  isInTopics(await topicsByChoice(db, viewer, [TopicVisibility.muted]))

/** In a muted topic, or in a muted channel and not in a topic that they unmuted or follow there. */
export async function isMuted(db: Db, viewer: Viewer): Promise<Condition> {
  const inMutedTopic = await isInMutedTopic(db, viewer)
  const inMutedChannel = isInChannels(await mutedChannels(db, viewer))
  const inWantedTopic = isInTopics(await topicsByChoice(db, viewer, [TopicVisibility.unmuted, TopicVisibility.followed]))
  const unwanted = allOf([inMutedChannel, not(inWantedTopic)])
  return (about) => about.or([inMutedTopic(about), unwanted(about)])
}
