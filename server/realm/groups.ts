import type { Selectable } from 'kysely'
import type { UserGroupId, UserId } from '../api/ids.ts'
import type { Db } from '../database/connection.ts'
import type { UserGroupRow } from '../database/schema/realm.ts'
import { SystemGroup } from './system-groups.ts'

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

/** A group as clients read it. Who may do what with it are its makers and, for system groups, nobody. */
export function wireUserGroup(group: UserGroup) {
  const managers =
    group.creatorId === null ? SystemGroup.nobody : { direct_members: [group.creatorId], direct_subgroups: [] as number[] }
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
    can_add_members_group: managers,
    can_join_group: SystemGroup.nobody,
    can_leave_group: group.isSystemGroup === 1 ? SystemGroup.nobody : SystemGroup.everyone,
    can_manage_group: managers,
    can_mention_group: mentioners(group),
    can_remove_members_group: managers,
  }
}

/** Everyone may mention a group; the system groups that would reach everybody, only from within. */
function mentioners(group: UserGroup): UserGroupId {
  if (group.id === SystemGroup.internet || group.id === SystemGroup.nobody) return SystemGroup.nobody
  return SystemGroup.everyone
}
