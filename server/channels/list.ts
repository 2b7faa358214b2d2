import type { UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { isSubscribed, mayRead, maySee, type Standing } from './access.ts'
import { catalogueFor, type Listed } from './catalogue.ts'
import { subscriptionsOfUser } from './queries.ts'

/** Which channels to list; each adds to the others. https://zulip.com/api/get-streams */
export interface ChannelFilter {
  readonly isPublic: boolean
  readonly isWebPublic: boolean
  readonly isSubscribed: boolean
  readonly isDefault: boolean
  readonly isReadable: boolean
  readonly isVisible: boolean
  /** Also those that this person is subscribed to: the owner of a bot that asks. */
  readonly subscribedBy: UserId | undefined
  readonly excludeArchived: boolean
}

/** The channels that the viewer may know of and that fit, by id. */
export async function listChannels(db: Db, viewer: Viewer, filter: ChannelFilter): Promise<Listed[]> {
  const { channels, standings } = await catalogueFor(db, viewer)
  const others = filter.subscribedBy === undefined ? [] : await subscriptionsOfUser(db, filter.subscribedBy)
  const ofOwner = new Set(others.filter(({ isActive }) => isActive === 1).map(({ channelId }) => channelId))
  return channels.all.filter(({ channel }) => {
    const standing = standings.in(channel)
    if (filter.excludeArchived && channel.isArchived === 1) return false
    return maySee(standing) && (fits(standing, filter) || ofOwner.has(channel.id))
  })
}

function fits(standing: Standing, filter: ChannelFilter): boolean {
  const { channel } = standing
  return (
    filter.isVisible ||
    (filter.isPublic && channel.isPrivate === 0) ||
    (filter.isWebPublic && channel.isWebPublic === 1) ||
    (filter.isSubscribed && isSubscribed(standing)) ||
    (filter.isDefault && channel.isDefault === 1) ||
    (filter.isReadable && mayRead(standing))
  )
}
