import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import { groupIdsOf, isAmong } from '../membership.ts'
import { realmSettings } from '../settings.ts'
import { type GroupPermission, permissionOf, type UserGroup } from './groups.ts'

/** What one person may do with groups, decided from what was loaded once. */
export interface GroupRights {
  readonly mayCreate: boolean
  mayManage(group: UserGroup): boolean
  /** @param isOnlySelf the person themselves joins or leaves, and nobody else */
  mayAdd(group: UserGroup, isOnlySelf: boolean): boolean
  mayRemove(group: UserGroup, isOnlySelf: boolean): boolean
}

export async function groupRightsOf(db: Db, viewer: Pick<Viewer, 'id'>): Promise<GroupRights> {
  const [settings, groupIds] = [await realmSettings(db), await groupIdsOf(db, viewer.id)]
  const managesAll = isAmong(settings.can_manage_all_groups, viewer.id, groupIds)
  const holds = (group: UserGroup, permission: GroupPermission) => isAmong(permissionOf(group, permission), viewer.id, groupIds)
  const isChangeable = (group: UserGroup) => group.isSystemGroup === 0
  const mayManage = (group: UserGroup) => isChangeable(group) && (managesAll || holds(group, 'can_manage_group'))
  const may = (group: UserGroup, isOnlySelf: boolean, others: GroupPermission, self: GroupPermission) =>
    isChangeable(group) && (mayManage(group) || holds(group, others) || (isOnlySelf && holds(group, self)))
  return {
    mayCreate: isAmong(settings.can_create_groups, viewer.id, groupIds),
    mayManage,
    mayAdd: (group, isOnlySelf) => may(group, isOnlySelf, 'can_add_members_group', 'can_join_group'),
    mayRemove: (group, isOnlySelf) => may(group, isOnlySelf, 'can_remove_members_group', 'can_leave_group'),
  }
}
