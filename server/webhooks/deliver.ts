import { findUser } from '../accounts/find.ts'
import type { ChannelId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { sendingChannelOf } from '../bots/find.ts'
import type { Db, Trx } from '../database/connection.ts'
import { conversationPlace, type Place, topicPlace } from '../messages/place.ts'
import type { Surroundings } from '../messages/rendering/surroundings.ts'
import { sendMessage } from '../messages/send.ts'
import type { Said } from './integration.ts'

/** What the address says of where words go. */
export interface Wanted {
  /** A channel's name or id. */
  readonly channel: string | undefined
  readonly topic: string | undefined
}

export interface Delivery {
  readonly said: Said
  readonly wanted: Wanted
  readonly client: string
  readonly surroundings: Surroundings
}

/**
 * Says what another program has to say: in the channel that its address names, else in the bot's own, else to the bot's owner.
 * @throws ApiError where there is no such channel, or the bot may not write there
 */
export async function deliver(trx: Trx, viewer: Viewer, { said, wanted, client, surroundings }: Delivery): Promise<void> {
  const place = await placeFor(trx, viewer, wanted, said.topic)
  await sendMessage(trx, viewer, { place, content: said.content, client, surroundings, isReadBySender: true })
}

async function placeFor(db: Db, viewer: Viewer, { channel, topic }: Wanted, ownTopic: string): Promise<Place> {
  const to = channel === undefined ? await sendingChannelOf(db, viewer.id) : named(channel)
  if (to !== null) return topicPlace(db, viewer, to, topic ?? ownTopic)
  const user = await findUser(db, viewer.id)
  return conversationPlace(db, viewer, [user?.botOwnerId ?? viewer.id])
}

const named = (channel: string): ChannelId | string => (/^\d{1,15}$/.test(channel) ? (Number(channel) as ChannelId) : channel)
