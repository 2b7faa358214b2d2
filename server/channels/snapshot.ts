import { RawJson } from '../api/raw-json.ts'
import { Role, type Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { isSubscribed, maySee } from './access.ts'
import { catalogueFor, type Listed } from './catalogue.ts'
import type { Subscription } from './channel.ts'
import { defaultChannelIds } from './default-channels.ts'
import { listFolders } from './folders/folders.ts'
import { mutedTopicsOf, topicFor, userTopicsOf } from './user-topics.ts'
import { wireChoices } from './wire.ts'

/** What a client asks for; `archivedChannels` and `emptyTopicName` are capabilities it has. */
export interface ChannelsAsked {
  readonly includeSubscribers: boolean
  readonly archivedChannels: boolean
  readonly emptyTopicName: boolean
}

/** The viewer's channels by what they are to them: lists of `Subscription` as JSON text. */
export interface SubscriptionLists {
  readonly subscriptions: RawJson
  readonly unsubscribed: RawJson
  readonly neverSubscribed: RawJson
}

const list = (texts: readonly string[]): RawJson => new RawJson(`[${texts.join()}]`)

const endOf = (listed: Listed, includeSubscribers: boolean): string =>
  includeSubscribers ? `,"subscribers":${listed.subscribers.json}}` : '}'

const subscriptionJson = (listed: Listed, subscription: Subscription, includeSubscribers: boolean): string =>
  `${listed.openJson},${JSON.stringify(wireChoices(subscription)).slice(1, -1)}${endOf(listed, includeSubscribers)}`

/** Every channel that the viewer may know of, sorted by whether they are, were or never were subscribed. */
export async function subscriptionLists(
  db: Db,
  viewer: Viewer,
  { includeSubscribers, archivedChannels }: Pick<ChannelsAsked, 'includeSubscribers' | 'archivedChannels'>,
): Promise<SubscriptionLists> {
  const { listed: all, standings } = await catalogueFor(db, viewer)
  const subscriptions: string[] = []
  const unsubscribed: string[] = []
  const neverSubscribed: string[] = []
  for (const listed of all) {
    if (listed.channel.isArchived === 1 && !archivedChannels) continue
    const standing = standings.in(listed.channel)
    if (!maySee(standing)) continue
    const { subscription } = standing
    if (!subscription) neverSubscribed.push(listed.openJson + endOf(listed, includeSubscribers))
    else (isSubscribed(standing) ? subscriptions : unsubscribed).push(subscriptionJson(listed, subscription, includeSubscribers))
  }
  return { subscriptions: list(subscriptions), unsubscribed: list(unsubscribed), neverSubscribed: list(neverSubscribed) }
}

/** `streams` of /register: every channel that the viewer may know of. */
export async function channelList(db: Db, viewer: Viewer, archivedChannels: boolean): Promise<RawJson> {
  const { listed, standings } = await catalogueFor(db, viewer)
  const seen = listed.filter(({ channel }) => (archivedChannels || channel.isArchived === 0) && maySee(standings.in(channel)))
  return list(seen.map(({ openJson }) => `${openJson}}`))
}

export const userTopicList = async (db: Db, viewer: Viewer, knowsEmptyName: boolean) =>
  (await userTopicsOf(db, viewer.id)).map(({ channelId, topicName, updatedAt, visibilityPolicy }) => ({
    stream_id: channelId,
    topic_name: topicFor(knowsEmptyName, topicName),
    last_updated: updatedAt,
    visibility_policy: visibilityPolicy,
  }))

/**
 * Everything that /register says of channels, by the event type that asks for it (`fetch_event_types`). Call only those that
 * were asked for.
 */
export const channelSections = {
  async subscription(db: Db, viewer: Viewer, asked: ChannelsAsked) {
    const { subscriptions, unsubscribed, neverSubscribed } = await subscriptionLists(db, viewer, asked)
    return { subscriptions, unsubscribed, never_subscribed: neverSubscribed }
  },
  stream: async (db: Db, viewer: Viewer, { archivedChannels }: ChannelsAsked) => ({
    streams: await channelList(db, viewer, archivedChannels),
  }),
  default_streams: async (db: Db, viewer: Viewer) => ({
    realm_default_streams: viewer.role === Role.guest ? [] : await defaultChannelIds(db),
  }),
  user_topic: async (db: Db, viewer: Viewer, { emptyTopicName }: ChannelsAsked) => ({
    user_topics: await userTopicList(db, viewer, emptyTopicName),
  }),
  muted_topics: async (db: Db, viewer: Viewer, { emptyTopicName }: ChannelsAsked) => ({
    muted_topics: await mutedTopicsOf(db, viewer.id, emptyTopicName),
  }),
  channel_folders: async (db: Db, viewer: Viewer) => ({
    channel_folders: viewer.role === Role.guest ? [] : await listFolders(db),
  }),
}
