import { badRequest } from '../../api/error.ts'
import type { UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import { builtOnce } from '../../database/built-once.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import { noSuchUser } from '../errors.ts'
import { findUser } from '../queries.ts'

export interface MutedUser {
  readonly id: UserId
  /** When, in Unix seconds. */
  readonly timestamp: number
}

export const mutedUsersOf: (db: Db, userId: UserId) => Promise<MutedUser[]> = builtOnce((db, userId: UserId) =>
  db
    .selectFrom('mutedUsers')
    .select(['mutedUserId as id', 'mutedAt as timestamp'])
    .where('userId', '=', userId)
    .orderBy('mutedUserId'),
)

/** Who does not want to hear from `senderId`. */
export async function mutersOf(db: Db, senderId: UserId): Promise<UserId[]> {
  const rows = await db.selectFrom('mutedUsers').select('userId').where('mutedUserId', '=', senderId).execute()
  return rows.map(({ userId }) => userId)
}

/**
 * @throws ApiError when it is themselves, nobody, or somebody muted already
 * @see https://zulip.com/api/mute-user
 */
export async function muteUser(trx: Trx, userId: UserId, mutedUserId: UserId): Promise<void> {
  if (userId === mutedUserId) throw badRequest('Cannot mute self')
  if (!(await findUser(trx, mutedUserId))) throw noSuchUser()
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('mutedUsers')
    .values({ userId, mutedUserId, mutedAt: unixNow() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) throw badRequest('User already muted')
  await tellMutedUsers(trx, userId)
}

/** @throws ApiError when they are not muted */
export async function unmuteUser(trx: Trx, userId: UserId, mutedUserId: UserId): Promise<void> {
  const { numDeletedRows } = await trx
    .deleteFrom('mutedUsers')
    .where('userId', '=', userId)
    .where('mutedUserId', '=', mutedUserId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw badRequest('User is not muted')
  await tellMutedUsers(trx, userId)
}

async function tellMutedUsers(trx: Trx, userId: UserId): Promise<void> {
  emit(trx, { type: 'muted_users', muted_users: await mutedUsersOf(trx, userId) }, [userId])
}
