import type { ChannelId, UserId } from '../api/ids.ts'
import type { PlainEvent, VariedEvent } from '../realtime/event.ts'
import type { Listed } from './catalogue.ts'
import type { Channel } from './channel.ts'
import type { wireChoices } from './wire.ts'

export const channelsAppeared = (channels: readonly Listed[]): PlainEvent => ({
  type: 'stream',
  op: 'create',
  streams: channels.map(({ wire }) => wire),
})

export const channelsVanished = (ids: readonly ChannelId[]): PlainEvent => ({
  type: 'stream',
  op: 'delete',
  streams: ids.map((stream_id) => ({ stream_id })),
  stream_ids: ids,
})

/** One property of a channel changed; `extra` are those that Zulip sends along with it. */
export const channelChanged = (
  { id, name }: Pick<Channel, 'id' | 'name'>,
  property: string,
  value: unknown,
  extra: Readonly<Record<string, unknown>> = {},
): PlainEvent => ({ type: 'stream', op: 'update', stream_id: id, name, property, value, ...extra })

/** Clients that know no archive are told that the channel is gone, or back. */
export const channelArchived = (listed: Listed): VariedEvent => ({
  type: 'stream',
  forDialect({ archivedChannels }) {
    const { channel } = listed
    if (archivedChannels) return channelChanged(channel, 'is_archived', channel.isArchived === 1)
    return channel.isArchived === 1 ? channelsVanished([channel.id]) : channelsAppeared([listed])
  },
})

export type OwnSubscription = Listed['wire'] & ReturnType<typeof wireChoices> & { subscribers: readonly UserId[] }

export const subscribed = (subscriptions: readonly OwnSubscription[]): PlainEvent => ({
  type: 'subscription',
  op: 'add',
  subscriptions,
})

export const unsubscribed = (channels: readonly Pick<Channel, 'id' | 'name'>[]): PlainEvent => ({
  type: 'subscription',
  op: 'remove',
  subscriptions: channels.map(({ id, name }) => ({ stream_id: id, name })),
})

export const peersChanged = (op: 'peer_add' | 'peer_remove', id: ChannelId, userIds: readonly UserId[]): PlainEvent => ({
  type: 'subscription',
  op,
  stream_ids: [id],
  user_ids: userIds,
})

export const choiceChanged = (id: ChannelId, property: string, value: boolean | string): PlainEvent => ({
  type: 'subscription',
  op: 'update',
  stream_id: id,
  property,
  value,
})

export const defaultChannelsChanged = (ids: readonly ChannelId[]): PlainEvent => ({
  type: 'default_streams',
  default_streams: ids,
})
