import type { Selectable } from 'kysely'
import type { UserGroupId, UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import type { UserGroupRow } from '../../database/schema/realm.ts'
import type { GroupSetting } from '../settings.ts'
import { SystemGroup } from '../system-groups.ts'

export interface UserGroup extends Selectable<UserGroupRow> {
  /** With a live account; the others come back with their account. */
  readonly members: readonly UserId[]
  readonly subgroups: readonly UserGroupId[]
}

/** Every group, deactivated ones too, in the order they were made. */
export async function allUserGroups(db: Db): Promise<UserGroup[]> {
  const [groups, members, subgroups] = [
    await db.selectFrom('userGroups').selectAll().orderBy('id').execute(),
    await db
      .selectFrom('userGroupMembers')
      .innerJoin('users', 'users.id', 'userGroupMembers.userId')
      .select(['groupId', 'userId'])
      .where('users.isActive', '=', 1)
      .orderBy('userId')
      .execute(),
    await db.selectFrom('userGroupSubgroups').selectAll().orderBy('subgroupId').execute(),
  ]
  const membersOf = Map.groupBy(members, ({ groupId }) => groupId)
  const subgroupsOf = Map.groupBy(subgroups, ({ groupId }) => groupId)
  return groups.map((group) => ({
    ...group,
    members: (membersOf.get(group.id) ?? []).map(({ userId }) => userId),
    subgroups: (subgroupsOf.get(group.id) ?? []).map(({ subgroupId }) => subgroupId),
  }))
}

export const groupPermissions = [
  'can_add_members_group',
  'can_join_group',
  'can_leave_group',
  'can_manage_group',
  'can_mention_group',
  'can_remove_members_group',
] as const
export type GroupPermission = (typeof groupPermissions)[number]
export type GroupPermissions = Readonly<Partial<Record<GroupPermission, GroupSetting>>>

/** Who may do what with a group: its maker, until somebody decides otherwise; with system groups, nobody. */
export function permissionOf(group: UserGroup, permission: GroupPermission): GroupSetting {
  const chosen = (JSON.parse(group.settings) as GroupPermissions)[permission]
  if (chosen !== undefined) return chosen
  if (permission === 'can_mention_group') return mentioners(group)
  if (group.isSystemGroup === 1) return SystemGroup.nobody
  if (permission === 'can_leave_group') return SystemGroup.everyone
  if (permission === 'can_join_group' || permission === 'can_remove_members_group') return SystemGroup.nobody
  return group.creatorId === null ? SystemGroup.nobody : { direct_members: [group.creatorId], direct_subgroups: [] }
}

/** Everyone may mention a group, but none that stands for all the world, or for nobody. */
function mentioners({ id }: UserGroup): UserGroupId {
  return id === SystemGroup.internet || id === SystemGroup.nobody ? SystemGroup.nobody : SystemGroup.everyone
}

/** A group as clients read it. */
export function wireUserGroup(group: UserGroup) {
  const permissions = Object.fromEntries(groupPermissions.map((permission) => [permission, permissionOf(group, permission)]))
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    date_created: group.createdAt,
    creator_id: group.creatorId,
    members: group.members,
    direct_subgroup_ids: group.subgroups,
    is_system_group: group.isSystemGroup === 1,
    deactivated: group.isDeactivated === 1,
    ...(permissions as Record<GroupPermission, GroupSetting>),
  }
}
