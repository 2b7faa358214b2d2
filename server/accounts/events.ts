import type { UserGroupId, UserId } from '../api/ids.ts'
import type { Role } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import type { GroupMoves } from '../realm/system-groups.ts'
import { emit } from '../realtime/emit.ts'
import type { PlainEvent } from '../realtime/event.ts'
import { activeUsers, type User } from './queries.ts'
import { mayReadEmail, wireUser } from './wire.ts'

const userChanged = (person: { readonly user_id: UserId; readonly [field: string]: unknown }): PlainEvent => ({
  type: 'realm_user',
  op: 'update',
  person,
})

/** Tells everyone that a user changed; `person` holds what did. */
export async function tellUserChanged(trx: Trx, userId: UserId, change: Readonly<Record<string, unknown>>): Promise<void> {
  const everyone = await activeUsers(trx)
  emit(
    trx,
    userChanged({ user_id: userId, ...change }),
    everyone.map(({ id }) => id),
  )
}

/** Everyone who hears of `user`, split by whether they may read the address. */
async function audiences(trx: Trx, user: User): Promise<{ reading: UserId[]; others: UserId[] }> {
  const everyone = await activeUsers(trx)
  const reads = ({ id, role }: { id: UserId; role: Role }) => id === user.id || mayReadEmail(role, user)
  return {
    reading: everyone.filter(reads).map(({ id }) => id),
    others: everyone.filter((one) => !reads(one)).map(({ id }) => id),
  }
}

export async function tellUserAdded(trx: Trx, user: User): Promise<void> {
  const { reading, others } = await audiences(trx, user)
  emit(trx, { type: 'realm_user', op: 'add', person: wireUser(user, true) }, reading)
  emit(trx, { type: 'realm_user', op: 'add', person: wireUser(user, false) }, others)
}

/** The address itself changed, or who may read it. */
export async function tellEmailChanged(trx: Trx, user: User): Promise<void> {
  const { reading, others } = await audiences(trx, user)
  emit(trx, userChanged({ user_id: user.id, delivery_email: user.deliveryEmail }), reading)
  emit(trx, userChanged({ user_id: user.id, delivery_email: null }), others)
}

/** What a user's move between groups tells everyone. */
export async function tellGroupMoves(trx: Trx, userId: UserId, { left, joined }: GroupMoves): Promise<void> {
  if (left.length + joined.length === 0) return
  const everyone = (await activeUsers(trx)).map(({ id }) => id)
  const moved = (op: 'add_members' | 'remove_members', group_id: UserGroupId): void =>
    emit(trx, { type: 'user_group', op, group_id, user_ids: [userId] }, everyone)
  for (const groupId of joined) moved('add_members', groupId)
  for (const groupId of left) moved('remove_members', groupId)
}
