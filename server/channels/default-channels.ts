import { activeUsers } from '../accounts/find.ts'
import { badRequest } from '../api/error.ts'
import type { ChannelId, UserId } from '../api/ids.ts'
import { Role } from '../api/viewer.ts'
import type { Db, Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import type { Channel } from './channel.ts'
import { defaultChannelsChanged } from './events.ts'
import { defaultChannels, updateChannelRow } from './queries.ts'
import { subscribe } from './subscriptions/subscribe.ts'

/** Ids of the channels that newcomers are subscribed to. */
async function defaultChannelIds(db: Db): Promise<ChannelId[]> {
  return (await defaultChannels(db)).map(({ id }) => id)
}

/** Gives a newcomer the channels that everyone begins with. Guests get only what they are invited to. */
export async function subscribeToDefaultChannels(trx: Trx, user: { readonly id: UserId; readonly role: Role }): Promise<void> {
  if (user.role === Role.guest) return
  for (const channel of await defaultChannels(trx)) await subscribe(trx, channel, [user.id])
}

/** @throws ApiError BAD_REQUEST where the channel is private: newcomers would be let in by nobody */
export async function setDefault(trx: Trx, channel: Channel, isDefault: boolean): Promise<void> {
  if (isDefault && channel.isPrivate === 1) throw badRequest('Private channels cannot be made default.')
  if (isDefault && channel.isArchived === 1) throw badRequest('Archived channels cannot be made default.')
  if ((channel.isDefault === 1) === isDefault) return
  await updateChannelRow(trx, channel.id, { isDefault: isDefault ? 1 : 0 })
  await tellDefaultChannels(trx)
}

export async function tellDefaultChannels(trx: Trx): Promise<void> {
  const members = (await activeUsers(trx)).filter(({ role }) => role !== Role.guest)
  emit(
    trx,
    defaultChannelsChanged(await defaultChannelIds(trx)),
    members.map(({ id }) => id),
  )
}
