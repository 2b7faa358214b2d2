import type { Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import { audienceOf } from './audience.ts'
import { listedChannel } from './catalogue.ts'
import type { Channel } from './channel.ts'
import { tellDefaultChannels } from './default-channels.ts'
import { channelArchived } from './events.ts'
import { updateChannelRow } from './queries.ts'
import { subscriberIds } from './subscriptions/subscribers.ts'

/** Closes a channel to new messages, or opens it again. Its messages stay, and so do its subscribers. @returns it as it is now */
export async function setArchived(trx: Trx, channel: Channel, isArchived: boolean): Promise<Channel> {
  if ((channel.isArchived === 1) === isArchived) return channel
  const changed = await updateChannelRow(trx, channel.id, { isArchived: isArchived ? 1 : 0, isDefault: 0 })
  emit(trx, channelArchived(await listedChannel(trx, channel.id)), await audienceOf(trx, changed))
  if (channel.isDefault === 1) await tellDefaultChannels(trx)
  return changed
}

export async function archiveIfAbandoned(trx: Trx, channel: Channel): Promise<void> {
  if (channel.isPrivate === 1 && (await subscriberIds(trx, channel)).length === 0) await setArchived(trx, channel, true)
}
