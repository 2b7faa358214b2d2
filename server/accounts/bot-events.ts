import type { UserId } from '../api/ids.ts'
import { Role } from '../api/viewer.ts'
import type { Db, Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import type { User } from './queries.ts'

/** Who looks after bots: their owner, and administrators. */
export async function keepersOf(db: Db, ownerId: UserId | null): Promise<{ owner: UserId[]; administrators: UserId[] }> {
  const administrators = await db
    .selectFrom('users')
    .select('id')
    .where('role', '<=', Role.admin)
    .where('isActive', '=', 1)
    .where('isSystemBot', '=', 0)
    .execute()
  const ids = administrators.map(({ id }) => id)
  return { owner: ownerId === null || ids.includes(ownerId) ? [] : [ownerId], administrators: ids }
}

/** Tells those who look after a bot what is different about it now; of people it tells nothing. */
export async function tellBotChanged(
  trx: Trx,
  user: Pick<User, 'id' | 'isBot' | 'botOwnerId'>,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (user.isBot === 0) return
  const { owner, administrators } = await keepersOf(trx, user.botOwnerId)
  emit(trx, { type: 'realm_bot', op: 'update', bot: { user_id: user.id, ...change } }, [...owner, ...administrators])
}
