import type { MessageId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import type { Condition } from '../visibility.ts'
import type { Stretch } from './stretch.ts'

export async function idsWhere(db: Db, conditions: readonly Condition[], stretch: Stretch): Promise<MessageId[]> {
  let query = db
    .selectFrom('messages as message')
    .select('message.id')
    .where('message.id', '>', stretch.after as MessageId)
    .where('message.id', '<', stretch.before as MessageId)
  for (const condition of conditions) query = query.where(condition)
  const rows = await query
    .orderBy('message.id', stretch.newestFirst ? 'desc' : 'asc')
    .limit(stretch.limit)
    .execute()
  return rows.map(({ id }) => id)
}
