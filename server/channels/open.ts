import type { UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import type { Channel } from './channel.ts'
import { createChannel, type NewChannel } from './create.ts'
import { channelExists } from './errors.ts'
import { findChannelByName } from './find.ts'
import { getPrincipals } from './subscriptions/principals.ts'
import { subscribe } from './subscriptions/subscribe.ts'

/**
 * Makes a channel with its first subscribers, the viewer among them or not.
 * @param realmUrl our own origin, for links in the description
 * @throws ApiError CHANNEL_ALREADY_EXISTS; UNAUTHORIZED_PRINCIPAL for an unknown person; BAD_REQUEST as `createChannel`
 * @see https://zulip.com/api/create-channel
 */
export async function openChannel(
  trx: Trx,
  viewer: Viewer,
  wanted: NewChannel,
  userIds: readonly UserId[],
  realmUrl: string,
): Promise<Channel> {
  if (await findChannelByName(trx, wanted.name)) throw channelExists(wanted.name)
  const people = await getPrincipals(trx, userIds)
  const channel = await createChannel(trx, viewer, wanted, realmUrl)
  await subscribe(
    trx,
    channel,
    people.map(({ id }) => id),
  )
  return channel
}
