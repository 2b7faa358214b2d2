import type { MessageId, UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { withUnread } from '../unread/around.ts'
import type { Stretch } from './stretch.ts'

/** The set knows no larger numbers. */
const largest = 2 ** 32 - 1

/** The first ids of a stretch that somebody has not read, in its order. Some may have been deleted since. */
export async function unreadBetween(db: Db, userId: UserId, stretch: Stretch): Promise<MessageId[]> {
  const { after, before, newestFirst, limit } = stretch
  return withUnread(db, userId, (unread) => {
    const start = unread.rank(Math.min(after, largest)) // how many come before the stretch
    const end = unread.rank(Math.min(before - 1, largest))
    const ids = newestFirst
      ? unread.sliceArray(Math.max(start, end - limit), end).reverse()
      : unread.sliceArray(start, Math.min(end, start + limit))
    return ids as MessageId[]
  })
}

export const unreadIn = (db: Db, userId: UserId, ids: readonly MessageId[]): Promise<MessageId[]> =>
  withUnread(db, userId, (unread) => ids.filter((id) => unread.has(id)))
