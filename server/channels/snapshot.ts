import type { RawJson } from '../api/raw-json.ts'
import { Role, type Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { isSubscribed, maySee } from './access.ts'
import { type Catalogue, catalogueFor, jsonEnd, type Listed } from './catalogue.ts'
import type { Subscription } from './channel.ts'
import type { Standings } from './find.ts'
import { listFolders } from './folders/folders.ts'
import { mutedTopics, topicFor, type UserTopic, userTopicsOf } from './user-topics.ts'
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

interface Viewed {
  readonly channels: Catalogue
  readonly standings: Standings
}

/** Every channel that the viewer may know of, sorted by whether they are, were or never were subscribed. */
export function subscriptionLists(
  { channels, standings }: Viewed,
  { includeSubscribers, archivedChannels }: Pick<ChannelsAsked, 'includeSubscribers' | 'archivedChannels'>,
): SubscriptionLists {
  const active: Listed[] = []
  const former: Listed[] = []
  const never: Listed[] = []
  for (const listed of channels.all) {
    if (listed.channel.isArchived === 1 && !archivedChannels) continue
    const standing = standings.in(listed.channel)
    if (!maySee(standing)) continue
    if (isSubscribed(standing)) active.push(listed)
    else (standing.subscription ? former : never).push(listed)
  }
  const ownList = (some: readonly Listed[]): RawJson => {
    const choices = some.map(({ channel }) => choicesJson(standings.in(channel).subscription!))
    const write = (listed: Listed, index: number) => `${listed.openJson},${choices[index]}${jsonEnd(listed, includeSubscribers)}`
    return channels.json(some, `own ${includeSubscribers} ${choices.join()}`, write)
  }
  const strange = (listed: Listed) => listed.openJson + jsonEnd(listed, includeSubscribers)
  return {
    subscriptions: ownList(active),
    unsubscribed: ownList(former),
    neverSubscribed: channels.json(never, `never ${includeSubscribers}`, strange),
  }
}

/** The fields that a subscription adds to its channel, without braces. */
const choicesJson = (subscription: Subscription): string => JSON.stringify(wireChoices(subscription)).slice(1, -1)

/** Every channel that the viewer may know of. */
function channelList({ channels, standings }: Viewed, archivedChannels: boolean): RawJson {
  const isListed = ({ channel }: Listed) => (archivedChannels || channel.isArchived === 0) && maySee(standings.in(channel))
  return channels.json(channels.all.filter(isListed), 'all', ({ openJson }) => `${openJson}}`)
}

const wireUserTopic = ({ channelId, topicName, updatedAt, visibilityPolicy }: UserTopic, knowsEmptyName: boolean) => ({
  stream_id: channelId,
  topic_name: topicFor(knowsEmptyName, topicName),
  last_updated: updatedAt,
  visibility_policy: visibilityPolicy,
})

export const channelSectionTypes = [
  'subscription',
  'stream',
  'default_streams',
  'user_topic',
  'muted_topics',
  'channel_folders',
] as const
export type ChannelSections = Record<(typeof channelSectionTypes)[number], () => Promise<Record<string, unknown>>>

/**
 * What /register says of channels to one viewer, by the event type that asks for it (`fetch_event_types`); each part is looked
 * up when it is called, and what several need only once.
 */
export function channelSections(db: Db, viewer: Viewer, asked: ChannelsAsked): ChannelSections {
  let viewed: Promise<Viewed> | undefined
  const view = () => (viewed ??= catalogueFor(db, viewer))
  let chosen: Promise<readonly UserTopic[]> | undefined
  const userTopics = () => (chosen ??= userTopicsOf(db, viewer.id))
  const isGuest = viewer.role === Role.guest
  return {
    async subscription() {
      const { subscriptions, unsubscribed, neverSubscribed } = subscriptionLists(await view(), asked)
      return { subscriptions, unsubscribed, never_subscribed: neverSubscribed }
    },
    stream: async () => ({ streams: channelList(await view(), asked.archivedChannels) }),
    async default_streams() {
      const defaults = (await view()).channels.all.filter(({ channel }) => channel.isDefault === 1)
      return { realm_default_streams: isGuest ? [] : defaults.map(({ channel }) => channel.id) }
    },
    user_topic: async () => ({
      user_topics: (await userTopics()).map((topic) => wireUserTopic(topic, asked.emptyTopicName)),
    }),
    async muted_topics() {
      const { channels } = await view()
      return { muted_topics: mutedTopics(await userTopics(), (id) => channels.get(id)?.channel.name, asked.emptyTopicName) }
    },
    channel_folders: async () => ({ channel_folders: isGuest ? [] : await listFolders(db) }),
  }
}
