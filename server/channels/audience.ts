import { activeUsers } from '../accounts/find.ts'
import type { UserGroupId, UserId } from '../api/ids.ts'
import { isAtLeast, Role } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { userIdsIn } from '../realm/membership.ts'
import type { Channel } from './channel.ts'
import { subscriberIds } from './subscriptions/subscribers.ts'
import { wirePermission } from './wire.ts'

/** Everyone who may see the channel (`maySee`), so that they hear when it changes. */
export async function audienceOf(db: Db, channel: Channel): Promise<UserId[]> {
  const subscribers = new Set(await subscriberIds(db, channel))
  const mayKnow = channel.isPrivate === 1 ? await outsidersOf(db, channel) : undefined
  const isAudience = ({ id, role }: { id: UserId; role: Role }): boolean => {
    if (subscribers.has(id) || channel.isWebPublic === 1) return true
    if (role === Role.guest) return false
    return mayKnow === undefined || isAtLeast({ role }, Role.admin) || mayKnow.has(id)
  }
  return (await activeUsers(db)).filter(isAudience).map(({ id }) => id)
}

/** Those whom a private channel's permissions let see it from outside. */
async function outsidersOf(db: Db, channel: Channel): Promise<ReadonlySet<UserId>> {
  const outsiders: UserId[] = []
  const groups: UserGroupId[] = []
  for (const permission of ['can_administer_channel_group', 'can_add_subscribers_group', 'can_subscribe_group'] as const) {
    const value = wirePermission(channel, permission)
    if (typeof value === 'number') groups.push(value)
    else {
      outsiders.push(...(value.direct_members as UserId[]))
      groups.push(...(value.direct_subgroups as UserGroupId[]))
    }
  }
  return new Set([...outsiders, ...(await userIdsIn(db, groups))])
}
