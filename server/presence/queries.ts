import type { UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import type { Seen } from './seen.ts'

export async function allSeen(db: Db): Promise<Map<UserId, Seen>> {
  const rows = await db.selectFrom('presences').selectAll().execute()
  return new Map(rows.map(({ userId, activeAt, idleAt, updateId }) => [userId, { activeAt, idleAt, updateId }]))
}

export async function storeSeen(trx: Trx, userId: UserId, seen: Seen): Promise<void> {
  await trx
    .insertInto('presences')
    .values({ userId, ...seen })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet({ ...seen }))
    .execute()
}
