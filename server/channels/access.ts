import type { UserGroupId } from '../api/ids.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import { isAmong } from '../realm/membership.ts'
import type { Channel, Subscription } from './channel.ts'
import { type ChannelPermission, defaultHolders } from './settings.ts'

/**
 * All that decides what somebody may do in a channel; `findStanding` loads it. Administrators manage a private channel
 * without seeing what is written there; guests know only the channels that somebody subscribed them to.
 */
export interface Standing {
  readonly viewer: Pick<Viewer, 'id' | 'role'>
  readonly channel: Channel
  /** Undefined where they never were in the channel; inactive once they left. */
  readonly subscription: Pick<Subscription, 'isActive' | 'isMuted'> | undefined
  /** Every group they are in, directly or through another. */
  readonly groupIds: ReadonlySet<UserGroupId>
}

const isGuest = ({ viewer }: Standing): boolean => viewer.role === Role.guest

export const isSubscribed = ({ subscription }: Standing): boolean => subscription?.isActive === 1

/** Whether the channel gives them this permission. What role or organization add is the business of each `may…`. */
export function hasPermission({ viewer, channel, groupIds }: Standing, permission: ChannelPermission): boolean {
  const value = channel.settings[permission]
  if (value === undefined) {
    const holder = defaultHolders[permission]
    if (holder === 'creator') return channel.creatorId === viewer.id
    return holder === 'everyone' || (holder === 'administrators' && isAtLeast(viewer, Role.admin))
  }
  return isAmong(value, viewer.id, groupIds)
}

/** May read what is written there. Which of its messages is another question: see `mayReadHistory`. */
export function mayRead(standing: Standing): boolean {
  if (isSubscribed(standing) || standing.channel.isWebPublic === 1) return true
  if (isGuest(standing)) return false
  return standing.channel.isPrivate === 0 || mayEnterPrivate(standing)
}

/** Who may let themselves or others in could read it any time: no use in hiding it from them. */
const mayEnterPrivate = (standing: Standing): boolean =>
  hasPermission(standing, 'can_subscribe_group') || hasPermission(standing, 'can_add_subscribers_group')

/** May read what was written before they came; else only what they received. */
export const mayReadHistory = (standing: Standing): boolean =>
  mayRead(standing) && (standing.channel.isHistoryShared === 1 || standing.channel.isPrivate === 0)

/** May know that the channel exists, what it is called and who is in it. */
export const maySee = (standing: Standing): boolean => mayRead(standing) || mayAdminister(standing)

export function maySend(standing: Standing): boolean {
  return standing.channel.isArchived === 0 && mayRead(standing) && hasPermission(standing, 'can_send_message_group')
}

/** May change its name, description and permissions, and archive it. */
export const mayAdminister = (standing: Standing): boolean =>
  !isGuest(standing) && (isAtLeast(standing.viewer, Role.admin) || hasPermission(standing, 'can_administer_channel_group'))

export const maySubscribeSelf = (standing: Standing): boolean =>
  isSubscribed(standing) || (!isGuest(standing) && standing.channel.isArchived === 0 && mayRead(standing))

/** @param mayAnywhere the organization lets them add people to any channel that they can read */
export function maySubscribeOthers(standing: Standing, mayAnywhere: boolean): boolean {
  if (isGuest(standing) || standing.channel.isArchived === 1 || !mayRead(standing)) return false
  return mayAnywhere || hasPermission(standing, 'can_add_subscribers_group') || mayAdminister(standing)
}

export const mayUnsubscribeOthers = (standing: Standing): boolean =>
  mayAdminister(standing) || (maySee(standing) && !isGuest(standing) && hasPermission(standing, 'can_remove_subscribers_group'))
