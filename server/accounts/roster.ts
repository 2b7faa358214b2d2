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
