import type { ChannelId, UserGroupId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { groupIdsOf } from '../realm/membership.ts'
import { maySee, type Standing } from './access.ts'
import { type Channel, foldName, type Subscription } from './channel.ts'
import { channelNameNotFound, channelNotFound } from './errors.ts'
import { channelById, channelByNameKey, subscriptionOf, subscriptionsOfUser } from './queries.ts'
import { channelPermissions } from './settings.ts'

/** Archived ones too, by id. Only for whoever looks after the organization: nobody's rights are asked. */
export { allChannels as everyChannel } from './queries.ts'

/** The channel, archived or not, whoever asks: check with `findStanding` before you tell anybody. */
export const findChannel = (db: Db, id: ChannelId): Promise<Channel | undefined> => channelById(db, id)

/** Case does not matter. */
export const findChannelByName = (db: Db, name: string): Promise<Channel | undefined> => channelByNameKey(db, foldName(name))

const noGroups: ReadonlySet<UserGroupId> = new Set()

/** Most channels have no permission of their own making, and then nobody's groups matter. */
const asksForGroups = ({ settings }: Channel): boolean =>
  channelPermissions.some((permission) => settings[permission] !== undefined)

/** What the viewer is to the channel, for the decisions in `access.ts`. */
export async function findStanding(db: Db, viewer: Pick<Viewer, 'id' | 'role'>, channel: Channel): Promise<Standing> {
  const subscription = await subscriptionOf(db, channel.id, viewer.id)
  const groupIds = asksForGroups(channel) ? await groupIdsOf(db, viewer.id) : noGroups
  return { viewer, channel, subscription, groupIds }
}

/** What the viewer is to each channel, with at most two queries for all of them. */
export class Standings {
  readonly #viewer: Pick<Viewer, 'id' | 'role'>
  readonly #subscriptions: ReadonlyMap<ChannelId, Subscription>
  readonly #groupIds: ReadonlySet<UserGroupId>

  constructor(viewer: Pick<Viewer, 'id' | 'role'>, subscriptions: readonly Subscription[], groupIds: ReadonlySet<UserGroupId>) {
    this.#viewer = viewer
    this.#subscriptions = new Map(subscriptions.map((one) => [one.channelId, one]))
    this.#groupIds = groupIds
  }

  in(channel: Channel): Standing & { readonly subscription: Subscription | undefined } {
    const subscription = this.#subscriptions.get(channel.id)
    return { viewer: this.#viewer, channel, subscription, groupIds: this.#groupIds }
  }
}

export async function findStandings(
  db: Db,
  viewer: Pick<Viewer, 'id' | 'role'>,
  channels: readonly Channel[],
): Promise<Standings> {
  const groupIds = channels.some(asksForGroups) ? await groupIdsOf(db, viewer.id) : noGroups
  return new Standings(viewer, await subscriptionsOfUser(db, viewer.id), groupIds)
}

/** @throws ApiError BAD_REQUEST when there is no such channel, or the viewer must not know of it */
export async function getVisibleChannel(db: Db, viewer: Viewer, id: ChannelId): Promise<Standing> {
  const channel = await channelById(db, id)
  if (!channel) throw channelNotFound()
  const standing = await findStanding(db, viewer, channel)
  if (!maySee(standing)) throw channelNotFound()
  return standing
}

/** @throws ApiError STREAM_DOES_NOT_EXIST, or `refusal`, when there is no such channel or the viewer must not know of it */
export async function getVisibleChannelByName(
  db: Db,
  viewer: Viewer,
  name: string,
  refusal = channelNameNotFound,
): Promise<Standing> {
  const channel = await findChannelByName(db, name)
  const standing = channel && (await findStanding(db, viewer, channel))
  if (!standing || !maySee(standing)) throw refusal(name)
  return standing
}
