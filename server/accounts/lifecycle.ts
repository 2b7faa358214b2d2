import type { UserId } from '../api/ids.ts'
import { Role } from '../api/viewer.ts'
import type { Db, Trx } from '../database/connection.ts'
import { isFullMember, realmSettings } from '../realm/settings.ts'
import { systemGroupsOf } from '../realm/system-groups.ts'
import { tellBotChanged } from './bot-events.ts'
import { lastOwner } from './errors.ts'
import { tellGroupMoves, tellUserChanged } from './events.ts'
import { activeBotsOf, countActiveOwners, findUser, type User, updateUser } from './queries.ts'
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
  await tellBotChanged(trx, user, { is_active: false })
  await tellGroupMoves(trx, user.id, { left: await ownSystemGroups(trx, user), joined: [] })
  for (const bot of await activeBotsOf(trx, user.id)) await deactivateUser(trx, bot)
}

/**
 * Lets somebody back in, with their password. The keys of before stay out: whoever holds them may be why they left.
 * @param by who lets them in: a bot whose owner has left is theirs from now on
 */
export async function reactivateUser(trx: Trx, user: User, by?: UserId): Promise<void> {
  if (user.isActive === 1) return
  await revokeApiKeysOf(trx, user.id)
  await updateUser(trx, user.id, { isActive: 1 })
  await tellUserChanged(trx, user.id, { is_active: true })
  await tellBotChanged(trx, user, { is_active: true })
  if (by !== undefined) await adoptBot(trx, user, by)
  await tellGroupMoves(trx, user.id, { left: [], joined: await ownSystemGroups(trx, user) })
}

async function adoptBot(trx: Trx, bot: User, ownerId: UserId): Promise<void> {
  const owner = bot.botOwnerId === null ? undefined : await findUser(trx, bot.botOwnerId)
  if (bot.isBot === 0 || owner?.isActive === 1) return
  await updateUser(trx, bot.id, { botOwnerId: ownerId })
  await tellBotChanged(trx, { ...bot, botOwnerId: ownerId }, { owner_id: ownerId })
  await tellUserChanged(trx, bot.id, { bot_owner_id: ownerId })
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
