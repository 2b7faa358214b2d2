import { builtOnce } from './built-once.ts'
import type { Db } from './connection.ts'
import type { CountedChange } from './schema/realm.ts'

const counts = builtOnce((db, name: CountedChange) => db.selectFrom('changeCounts').select('changes').where('name', '=', name))

/** How often such rows have changed. As long as it is the same, so is whatever was made of them. */
export async function changeCount(db: Db, name: CountedChange): Promise<number> {
  const [count] = await counts(db, name)
  return count!.changes
}
