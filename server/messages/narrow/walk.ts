import type { MessageId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import type { Condition } from '../visibility.ts'
import type { Compiled } from './compile.ts'
import { isOneOf, not } from './condition.ts'
import { idsFound, withoutFound } from './found.ts'
import { idsWhere } from './queries.ts'

/** Messages with `after` < id < `before`, from one end. */
export interface Stretch {
  readonly after: number
  readonly before: number
  readonly newestFirst: boolean
  readonly limit: number
}

/** Ids of the messages of a narrow, in the order of the walk. */
export function walk(db: Db, narrow: Compiled, stretch: Stretch): Promise<MessageId[]> {
  if (stretch.limit === 0) return Promise.resolve([])
  if (narrow.without.length > 0) return withoutFound(db, narrow.without, stretch, (part, more) => step(db, narrow, part, more))
  return step(db, narrow, stretch, [])
}

function step(db: Db, narrow: Compiled, stretch: Stretch, more: readonly Condition[]): Promise<MessageId[]> {
  const { words, place, unread, notAmong } = narrow
  const conditions = [...narrow.conditions, ...more]
  if (notAmong) conditions.push(not(isOneOf(notAmong as MessageId[])))
  if (words.length > 0) {
    if (unread) conditions.push(isOneOf(unread as MessageId[]))
    return idsFound(db, { words, place, conditions }, stretch)
  }
  return unread ? amongUnread(db, unread, conditions, stretch) : idsWhere(db, conditions, stretch)
}

const fewest = 500

/** Looks through what is unread piece by piece, the pieces growing: most narrows find enough in the first. */
async function amongUnread(
  db: Db,
  unread: readonly number[],
  conditions: readonly Condition[],
  stretch: Stretch,
): Promise<MessageId[]> {
  const wanted = unread.filter((id) => id > stretch.after && id < stretch.before) as MessageId[]
  if (stretch.newestFirst) wanted.reverse()
  const found: MessageId[] = []
  const size = Math.max(fewest, stretch.limit)
  for (let start = 0; start < wanted.length && found.length < stretch.limit; start += size) {
    const piece = isOneOf(wanted.slice(start, start + size))
    found.push(...(await idsWhere(db, [piece, ...conditions], { ...stretch, limit: stretch.limit - found.length })))
  }
  return found
}
