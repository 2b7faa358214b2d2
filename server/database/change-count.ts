import type { Db } from './connection.ts'
import type { CountedChange } from './schema/realm.ts'

/** How often such rows have changed. As long as it is the same, so is whatever was made of them. */
export async function changeCount(db: Db, name: CountedChange): Promise<number> {
  const { changes } = await db.selectFrom('changeCounts').select('changes').where('name', '=', name).executeTakeFirstOrThrow()
  return changes
}
