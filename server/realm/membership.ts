import type { UserGroupId, UserId } from '../api/ids.ts'
import type { Db } from '../database/connection.ts'

/** Every group that the user is in, directly or as a member of a group within it. */
export async function groupIdsOf(db: Db, userId: UserId): Promise<ReadonlySet<UserGroupId>> {
  const rows = await db
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
    .select('id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
