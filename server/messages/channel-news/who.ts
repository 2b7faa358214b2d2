import { findUsers } from '../../accounts/find.ts'
import type { UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { allUserGroups } from '../../realm/groups/groups.ts'
import type { GroupSetting } from '../../realm/settings.ts'
import { silently } from '../notices.ts'

/** Who holds a permission, each named without being called. */
export async function whoIn(db: Db, setting: GroupSetting): Promise<string> {
  const { direct_members, direct_subgroups } =
    typeof setting === 'number' ? { direct_members: [], direct_subgroups: [setting] } : setting
  const groups = (await allUserGroups(db)).filter(({ id }) => direct_subgroups.includes(id))
  const people = await findUsers(db, direct_members as UserId[])
  return [...groups.map(({ name }) => `@_*${name}*`), ...people.map(silently)].join(', ') || 'nobody'
}
