import { LRUCache } from 'lru-cache'
import type { MessageId } from '../../api/ids.ts'
import { builtOnce } from '../../database/built-once.ts'
import type { Db } from '../../database/connection.ts'
import { allOf, type Condition } from './condition.ts'
import type { Stretch } from './stretch.ts'

/** By what is asked, whatever the values: people look at the same few kinds of narrows. */
const queries = new LRUCache<string, ReturnType<typeof newQuery>>({ max: 200 })

const newQuery = (write: Condition['write'], newestFirst: boolean) =>
  builtOnce((db, after: number, before: number, limit: number, ...values: unknown[]) =>
    db
      .selectFrom('messages as message')
      .select('message.id')
      .where('message.id', '>', after as MessageId)
      .where('message.id', '<', before as MessageId)
      .where((about) => write(about, values))
      .orderBy('message.id', newestFirst ? 'desc' : 'asc')
      .limit(limit),
  )

/** Ids of messages that meet all conditions, in the order of the stretch. */
export async function idsWhere(db: Db, conditions: readonly Condition[], stretch: Stretch): Promise<MessageId[]> {
  const { shape, values, write } = allOf(conditions)
  const { newestFirst, after, before, limit } = stretch
  const key = `${newestFirst} ${shape}`
  const query = queries.get(key) ?? newQuery(write, newestFirst)
  queries.set(key, query)
  const rows = await query(db, after, before, limit, ...values)
  return rows.map(({ id }) => id)
}
