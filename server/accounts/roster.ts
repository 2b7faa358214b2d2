import type { UserId } from '../api/ids.ts'
import { Role } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'

/* What the owner sees of everyone. */

export { allUsers } from './queries.ts'

/** People who may sign in: neither bots nor those deactivated. */
export async function countActivePeople(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('isActive', '=', 1)
    .where('isBot', '=', 0)
    .executeTakeFirstOrThrow()
  return count
}

/** Everyone who owns the organization, in the order in which they came. */
export async function activeOwners(db: Db): Promise<{ readonly id: UserId }[]> {
  return db
    .selectFrom('users')
    .select('id')
    .where('role', '=', Role.owner)
    .where('isActive', '=', 1)
    .where('isBot', '=', 0)
    .orderBy('id')
    .execute()
}
