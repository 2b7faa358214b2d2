import { ApiError, badRequest } from '../api/error.ts'
import type { UserGroupId } from '../api/ids.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { areGroups, groupIdsOf, isAmong } from '../realm/membership.ts'
import { type GroupSetting, type RealmSettings, realmSettings } from '../realm/settings.ts'
import type { Channel } from './channel.ts'
import { type ChannelPermission, channelPermissions } from './settings.ts'
import { wirePermission } from './wire.ts'

/** Permissions by name, as somebody wants them. */
export type Permissions = Partial<Record<ChannelPermission, GroupSetting>>

/** What the organization lets the viewer do with channels in general. */
export interface ChannelRights {
  readonly createPublic: boolean
  readonly createPrivate: boolean
  readonly addSubscribers: boolean
  readonly setTopicsPolicy: boolean
  readonly setDeletePolicy: boolean
  readonly setRetention: boolean
}

export async function channelRightsOf(db: Db, viewer: Pick<Viewer, 'id' | 'role'>): Promise<ChannelRights> {
  const settings = await realmSettings(db)
  const groupIds = await groupIdsOf(db, viewer.id)
  const isGuest = viewer.role === Role.guest
  const may = (name: keyof RealmSettings) => !isGuest && isAmong(settings[name] as GroupSetting, viewer.id, groupIds)
  return {
    createPublic: may('can_create_public_channel_group'),
    createPrivate: may('can_create_private_channel_group'),
    addSubscribers: may('can_add_subscribers_group'),
    setTopicsPolicy: may('can_set_topics_policy_group'),
    setDeletePolicy: may('can_set_delete_message_policy_group'),
    setRetention: isAtLeast(viewer, Role.owner),
  }
}

/** One group and nobody else is that group: the plain form of a value. */
export function plainest(value: GroupSetting): GroupSetting {
  if (typeof value === 'number') return value
  const ascending = (ids: readonly number[]) => [...new Set(ids)].sort((a, b) => a - b)
  const direct_members = ascending(value.direct_members)
  const direct_subgroups = ascending(value.direct_subgroups)
  if (direct_members.length === 0 && direct_subgroups.length === 1) return direct_subgroups[0] as UserGroupId
  return { direct_members, direct_subgroups }
}

export const isSame = (one: GroupSetting, other: GroupSetting): boolean =>
  JSON.stringify(plainest(one)) === JSON.stringify(plainest(other))

/** @throws ApiError BAD_REQUEST where a value names a group that is not there */
export async function checkGroups(db: Db, values: readonly GroupSetting[]): Promise<void> {
  const ids = values.flatMap((value) => (typeof value === 'number' ? [value] : (value.direct_subgroups as UserGroupId[])))
  if (!(await areGroups(db, ids))) throw badRequest('Invalid user group')
}

/** @throws ApiError EXPECTATION_MISMATCH where somebody else changed the permission since the viewer looked */
export function checkExpected(channel: Channel, permission: ChannelPermission, expected: GroupSetting | undefined): void {
  if (expected === undefined || isSame(expected, wirePermission(channel, permission))) return
  throw new ApiError('EXPECTATION_MISMATCH', "'old' value does not match the expected value.")
}

/** Permissions about deleting take a right of their own. */
export const isAboutDeleting = (permission: ChannelPermission): boolean => permission.startsWith('can_delete_')

export const permissionsIn = (given: Readonly<Record<string, unknown>>): ChannelPermission[] =>
  channelPermissions.filter((permission) => given[permission] !== undefined)
