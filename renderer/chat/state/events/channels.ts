import type { ChannelEvent, SubscriptionEvent, UserTopicEvent } from '../../api/events.ts'
import type { Channel } from '../../api/types.ts'
import { topicKey } from '../../narrow/narrow.ts'
import { type Change, type ChatState, withEntry, withoutEntry } from '../store.ts'
import { TopicVisibility } from '../topic-visibility.ts'

export function applyChannel(state: ChatState, event: ChannelEvent): Change {
  if (event.op === 'create') {
    const channels = new Map(state.channels)
    for (const channel of event.streams) channels.set(channel.stream_id, channel)
    return { channels }
  }
  if (event.op === 'delete') {
    const ids = event.stream_ids ?? event.streams?.map(({ stream_id }) => stream_id) ?? []
    const channels = new Map(state.channels)
    const subscriptions = new Map(state.subscriptions)
    for (const id of ids) {
      channels.delete(id)
      subscriptions.delete(id)
    }
    return { channels, subscriptions }
  }
  return changeBoth(state, event.stream_id, { [event.property]: event.value, ...extras(event) })
}

/** A description and privacy come with what follows from them. */
function extras({
  property,
  rendered_description,
  history_public_to_subscribers,
}: Extract<ChannelEvent, { op: 'update' }>): Partial<Channel> {
  if (property === 'description' && rendered_description !== undefined) return { rendered_description }
  if (property === 'invite_only' && history_public_to_subscribers !== undefined) return { history_public_to_subscribers }
  return {}
}

function changeBoth(state: ChatState, id: number, changed: Partial<Channel>): Change {
  const channel = state.channels.get(id)
  const subscription = state.subscriptions.get(id)
  return {
    ...(channel && { channels: withEntry(state.channels, id, { ...channel, ...changed }) }),
    ...(subscription && { subscriptions: withEntry(state.subscriptions, id, { ...subscription, ...changed }) }),
  }
}

export function applySubscription(state: ChatState, event: SubscriptionEvent): Change {
  switch (event.op) {
    case 'add': {
      const channels = new Map(state.channels)
      const subscriptions = new Map(state.subscriptions)
      for (const subscription of event.subscriptions) {
        channels.set(subscription.stream_id, subscription)
        subscriptions.set(subscription.stream_id, subscription)
      }
      return { channels, subscriptions }
    }
    case 'remove': {
      const subscriptions = new Map(state.subscriptions)
      for (const { stream_id } of event.subscriptions) subscriptions.delete(stream_id)
      return { subscriptions, unreadsVersion: state.unreadsVersion + 1 }
    }
    case 'update': {
      const subscription = state.subscriptions.get(event.stream_id)
      if (!subscription) return {}
      const changed = { ...subscription, [event.property]: event.value }
      return { subscriptions: withEntry(state.subscriptions, event.stream_id, changed), unreadsVersion: state.unreadsVersion + 1 }
    }
    default:
      return countMembers(state, event.stream_ids, event.op === 'peer_add' ? event.user_ids.length : -event.user_ids.length)
  }
}

function countMembers(state: ChatState, channelIds: readonly number[], by: number): Change {
  const channels = new Map(state.channels)
  for (const id of channelIds) {
    const channel = channels.get(id)
    if (channel?.subscriber_count !== undefined) channels.set(id, { ...channel, subscriber_count: channel.subscriber_count + by })
  }
  return { channels }
}

export function applyUserTopic(state: ChatState, { stream_id, topic_name, visibility_policy }: UserTopicEvent): Change {
  const key = topicKey(stream_id, topic_name)
  const topicVisibility =
    visibility_policy === TopicVisibility.inherited
      ? withoutEntry(state.topicVisibility, key)
      : withEntry(state.topicVisibility, key, visibility_policy)
  return { topicVisibility, unreadsVersion: state.unreadsVersion + 1 }
}
