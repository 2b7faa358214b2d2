import type { UserGroupId, UserId } from '../api/ids.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import type { UserGroup } from './groups/groups.ts'
import type { GroupSetting } from './settings.ts'
import { SystemGroup } from './system-groups.ts'

/** Every group that the user is in, directly or as a member of a group within it. */
export async function groupIdsOf(db: Db, userId: UserId): Promise<ReadonlySet<UserGroupId>> {
  return new Set((await groupsOf(db, userId)).map(({ id }) => id))
}

const groupsOf = builtOnce((db, userId: UserId) =>
  db
    .withRecursive('mine(id)', (query) =>
      query
        .selectFrom('userGroupMembers')
        .select('groupId as id')
        .where('userId', '=', userId)
        .union(
          query
            .selectFrom('userGroupSubgroups')
            .innerJoin('mine', 'mine.id', 'userGroupSubgroups.subgroupId')
            .select('groupId as id'),
        ),
    )
    .selectFrom('mine')
    .select('id'),
)

/** Everyone in these groups, directly or through a group within them; the deactivated, too. */
export async function userIdsIn(db: Db, groupIds: readonly UserGroupId[]): Promise<UserId[]> {
  if (groupIds.length === 0) return []
  const rows = await db
    .withRecursive('theirs(id)', (query) =>
      query
        .selectFrom('userGroups')
        .select('id')
        .where('id', 'in', idList(groupIds))
        .union(
          query
            .selectFrom('userGroupSubgroups')
            .innerJoin('theirs', 'theirs.id', 'userGroupSubgroups.groupId')
            .select('subgroupId as id'),
        ),
    )
    .selectFrom('userGroupMembers')
    .innerJoin('theirs', 'theirs.id', 'userGroupMembers.groupId')
    .select('userId')
    .distinct()
    .execute()
  return rows.map(({ userId }) => userId)
}

/** The groups within a group, and those within them. */
export function groupIdsWithin(id: UserGroupId, groups: readonly Pick<UserGroup, 'id' | 'subgroups'>[]): UserGroupId[] {
  const found = new Set<UserGroupId>()
  const collect = (holder: UserGroupId): void => {
    for (const subgroup of groups.find((group) => group.id === holder)?.subgroups ?? []) {
      if (found.has(subgroup)) continue
      found.add(subgroup)
      collect(subgroup)
    }
  }
  collect(id)
  return [...found].sort((a, b) => a - b)
}

/** Whether a permission set to `setting` is the user's, who is in `groupIds`. */
export function isAmong(setting: GroupSetting, userId: UserId, groupIds: ReadonlySet<UserGroupId>): boolean {
  if (typeof setting === 'number') return setting !== SystemGroup.nobody && groupIds.has(setting)
  return setting.direct_members.includes(userId) || setting.direct_subgroups.some((id) => groupIds.has(id as UserGroupId))
}

/** Whether all of these are groups that permissions may name. */
export async function areGroups(db: Db, groupIds: readonly UserGroupId[]): Promise<boolean> {
  const wanted = [...new Set(groupIds)]
  if (wanted.length === 0) return true
  const found = await db
    .selectFrom('userGroups')
    .select('id')
    .where('id', 'in', idList(wanted))
    .where('isDeactivated', '=', 0)
    .execute()
  return found.length === wanted.length
}
