import type { Snapshot } from '../api/snapshot.ts'
import type { Channel, VisibilityPolicy } from '../api/types.ts'
import { topicKey } from '../narrow/narrow.ts'
import { directsFrom } from './directs.ts'
import { type Change, type Organization, organizationFields } from './store.ts'
import { Unreads } from './unreads.ts'

/** The state as the server tells it at registration. Messages, lists and what waits to be sent stay as they are. */
export function stateFrom(snapshot: Snapshot): Change {
  const { user_id } = snapshot
  const everyone = [...snapshot.realm_non_active_users, ...snapshot.cross_realm_bots, ...snapshot.realm_users]
  const channels: Channel[] = [...snapshot.never_subscribed, ...snapshot.unsubscribed, ...snapshot.subscriptions]
  return {
    ready: true,
    queueId: snapshot.queue_id,
    me: user_id,
    organization: organizationFrom(snapshot),
    settings: snapshot.user_settings,
    people: new Map(everyone.map((user) => [user.user_id, user])),
    groups: new Map(snapshot.realm_user_groups.map((group) => [group.id, group])),
    presences: byNumber(snapshot.presences),
    statuses: byNumber(snapshot.user_status),
    mutedUsers: new Set(snapshot.muted_users.map(({ id }) => id)),
    emoji: snapshot.realm_emoji,
    linkifiers: snapshot.realm_linkifiers,
    channels: new Map(channels.map((channel) => [channel.stream_id, channel])),
    subscriptions: new Map(snapshot.subscriptions.map((subscription) => [subscription.stream_id, subscription])),
    topicVisibility: new Map<string, VisibilityPolicy>(
      snapshot.user_topics.map(({ stream_id, topic_name, visibility_policy }) => [
        topicKey(stream_id, topic_name),
        visibility_policy,
      ]),
    ),
    topics: new Map(),
    directs: directsFrom(snapshot),
    unreads: Unreads.from(snapshot.unread_msgs, user_id),
    maxMessageId: snapshot.max_message_id,
    starred: new Set(snapshot.starred_messages),
    typists: [],
  }
}

function organizationFrom(snapshot: Snapshot): Organization {
  const chosen = Object.fromEntries(organizationFields.map((name) => [name, snapshot[name]])) as Pick<
    Snapshot,
    (typeof organizationFields)[number]
  >
  return {
    ...chosen,
    emptyTopicName: snapshot.realm_empty_topic_display_name ?? 'general chat',
    typing: {
      expiryMs: snapshot.server_typing_started_expiry_period_milliseconds ?? 15_000,
      stopMs: snapshot.server_typing_stopped_wait_period_milliseconds ?? 5_000,
      againMs: snapshot.server_typing_started_wait_period_milliseconds ?? 10_000,
    },
  }
}

function byNumber<T>(record: Record<string, T>): Map<number, T> {
  return new Map(Object.entries(record).map(([id, value]) => [Number(id), value]))
}
