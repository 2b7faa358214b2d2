import { insufficientPermission } from '../../accounts/errors.ts'
import type { User } from '../../accounts/find.ts'
import { badRequest } from '../../api/error.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { maySubscribeOthers, maySubscribeSelf } from '../access.ts'
import type { Channel } from '../channel.ts'
import { createChannel, type NewChannel } from '../create.ts'
import { findChannelByName, findStanding } from '../find.ts'
import type { NamesByPerson } from '../news.ts'
import { channelRightsOf } from '../permissions.ts'
import { subscribe } from './subscribe.ts'

export interface JoinRequest {
  readonly channels: readonly { readonly name: string; readonly description?: string }[]
  readonly people: readonly Pick<User, 'id'>[]
  /** How channels are made that are not there yet. */
  readonly ifNew: Omit<NewChannel, 'name'>
  /** Fail where one channel is closed to the viewer; else do the rest, and name it. */
  readonly isAllOrNothing: boolean
  readonly realmUrl: string
}

export interface Joined {
  readonly subscribed: NamesByPerson
  readonly alreadySubscribed: NamesByPerson
  readonly unauthorized: readonly string[]
  readonly created: readonly Channel[]
}

/**
 * Subscribes people to channels by name, and makes those that are missing.
 * @throws ApiError BAD_REQUEST when the viewer may not make a channel, add others, or enter one (see `isAllOrNothing`)
 * @see https://zulip.com/api/subscribe
 */
export async function joinChannels(trx: Trx, viewer: Viewer, request: JoinRequest): Promise<Joined> {
  const open: Channel[] = []
  const unauthorized: string[] = []
  const created: Channel[] = []
  for (const { name, description } of request.channels) {
    const known = await findChannelByName(trx, name)
    const channel = known ?? (await createChannel(trx, viewer, { ...request.ifNew, name, description }, request.realmUrl))
    if (!known) created.push(channel)
    // Whoever makes a channel says who is in it first, themselves or not.
    if (!known || (await mayEnter(trx, viewer, channel, request.people))) open.push(channel)
    else unauthorized.push(channel.name)
  }
  if (unauthorized.length > 0 && request.isAllOrNothing) {
    throw badRequest(`Unable to access channel (${unauthorized.join(', ')}).`)
  }
  return { ...(await subscribeAll(trx, open, request.people)), unauthorized, created }
}

/** @throws ApiError BAD_REQUEST when the channel is open to the viewer, but they may not add others to it */
async function mayEnter(trx: Trx, viewer: Viewer, channel: Channel, people: JoinRequest['people']): Promise<boolean> {
  const standing = await findStanding(trx, viewer, channel)
  if (!maySubscribeSelf(standing)) return false
  const addsOthers = people.some(({ id }) => id !== viewer.id)
  if (!addsOthers) return true
  const { addSubscribers } = await channelRightsOf(trx, viewer)
  if (!maySubscribeOthers(standing, addSubscribers)) throw insufficientPermission()
  return true
}

async function subscribeAll(trx: Trx, channels: readonly Channel[], people: JoinRequest['people']) {
  const subscribed: Record<string, string[]> = {}
  const alreadySubscribed: Record<string, string[]> = {}
  const note = (names: Record<string, string[]>, id: number, name: string): void => {
    names[id] ??= []
    names[id].push(name)
  }
  for (const channel of channels) {
    const result = await subscribe(
      trx,
      channel,
      people.map(({ id }) => id),
    )
    for (const id of result.added) note(subscribed, id, channel.name)
    for (const id of result.already) note(alreadySubscribed, id, channel.name)
  }
  return { subscribed, alreadySubscribed }
}
