import { Role } from '../api/viewer.ts'
import type { Db, Trx } from '../database/connection.ts'
import { isFullMember, realmSettings } from '../realm/settings.ts'
import { systemGroupsOf } from '../realm/system-groups.ts'
import { lastOwner } from './errors.ts'
import { tellGroupMoves, tellUserChanged } from './events.ts'
import { activeBotsOf, countActiveOwners, type User, updateUser } from './queries.ts'
import { revokeApiKeysOf } from './sign-in/api-keys.ts'
import { deleteSessionsOf } from './sign-in/sessions.ts'

/**
 * Ends everything an account can do, at once: its sessions, its keys, its bots; with the event, its queues.
 * What it wrote stays, and so does its place in channels and groups, for a return.
 * @throws ApiError where nobody would be left who may do everything
 */
export async function deactivateUser(trx: Trx, user: User): Promise<void> {
  if (user.isActive === 0) return
  await refuseLastOwner(trx, user)
  await updateUser(trx, user.id, { isActive: 0 })
  await deleteSessionsOf(trx, user.id)
  await tellUserChanged(trx, user.id, { is_active: false })
  await tellGroupMoves(trx, user.id, { left: await ownSystemGroups(trx, user), joined: [] })
  for (const bot of await activeBotsOf(trx, user.id)) await deactivateUser(trx, bot)
}

/** Lets somebody back in, with their password. The keys of before stay out: whoever holds them may be why they left. */
export async function reactivateUser(trx: Trx, user: User): Promise<void> {
  if (user.isActive === 1) return
  await revokeApiKeysOf(trx, user.id)
  await updateUser(trx, user.id, { isActive: 1 })
  await tellUserChanged(trx, user.id, { is_active: true })
  await tellGroupMoves(trx, user.id, { left: [], joined: await ownSystemGroups(trx, user) })
}

/** @throws ApiError where nobody would be left who may do everything */
export async function refuseLastOwner(trx: Trx, user: User): Promise<void> {
  if (await isLastOwner(trx, user)) throw lastOwner()
}

export async function isLastOwner(db: Db, user: User): Promise<boolean> {
  if (user.role !== Role.owner || user.isBot === 1 || user.isActive === 0) return false
  return (await countActiveOwners(db, user.id)) === 0
}

async function ownSystemGroups(trx: Trx, { role, dateJoined }: User) {
  return systemGroupsOf(role, isFullMember(await realmSettings(trx), dateJoined, Date.now() / 1000))
}
