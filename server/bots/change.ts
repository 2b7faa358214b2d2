import { keepersOf, tellBotChanged } from '../accounts/bot-events.ts'
import { tellUserChanged } from '../accounts/events.ts'
import { findUser, isNameTaken } from '../accounts/find.ts'
import { grantRole } from '../accounts/grant-role.ts'
import { changeFullName } from '../accounts/profile.ts'
import { createApiKey, revokeApiKeysOf } from '../accounts/sign-in/api-keys.ts'
import { badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import type { Role, Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import type { Defaults } from './defaults.ts'
import { type Bot, findBot, updateBotRow, updateOwner } from './queries.ts'
import { wireBot, wireDefaults } from './wire.ts'

export interface BotChange {
  readonly fullName?: string
  readonly role?: Role
  readonly ownerId?: UserId
  readonly defaults: Defaults
}

/**
 * Changes a bot and tells those who look after it; of its name, role and owner everyone hears.
 * @returns it as it is now
 * @throws ApiError when something given will not do, or is not the viewer's to give
 */
export async function changeBot(trx: Trx, viewer: Viewer, bot: Bot, change: BotChange): Promise<Bot> {
  if (change.fullName !== undefined) await rename(trx, bot, change.fullName)
  if (change.role !== undefined && change.role !== bot.role) await grantRole(trx, viewer, bot, change.role)
  if (Object.keys(change.defaults).length > 0) await changeDefaults(trx, bot, change.defaults)
  if (change.ownerId !== undefined && change.ownerId !== bot.botOwnerId) await changeOwner(trx, bot, change.ownerId)
  return (await findBot(trx, bot.id))!
}

async function rename(trx: Trx, bot: Bot, fullName: string): Promise<void> {
  if (await isNameTaken(trx, fullName.trim(), bot.id)) throw badRequest('Name is already in use.')
  await changeFullName(trx, bot, fullName)
}

async function changeDefaults(trx: Trx, bot: Bot, defaults: Defaults): Promise<void> {
  const [before, now] = [await wireDefaults(trx, bot), await wireDefaults(trx, { ...bot, ...defaults })]
  await updateBotRow(trx, bot.id, defaults)
  const changed = Object.entries(now).filter(([name, value]) => before[name as keyof typeof before] !== value)
  if (changed.length > 0) await tellBotChanged(trx, bot, Object.fromEntries(changed))
}

/** Whoever begins or ceases to look after the bot hears all or no more of it. @throws ApiError where nobody could own a bot */
async function changeOwner(trx: Trx, bot: Bot, ownerId: UserId): Promise<void> {
  const owner = await findUser(trx, ownerId)
  if (!owner || owner.isSystemBot === 1) throw badRequest('Failed to change owner, no such user')
  if (owner.isActive === 0) throw badRequest('Failed to change owner, user is deactivated')
  if (owner.isBot === 1) throw badRequest("Failed to change owner, bots can't own other bots")
  await updateOwner(trx, bot.id, ownerId)
  const [before, now] = [await keepersOf(trx, bot.botOwnerId), await keepersOf(trx, ownerId)]
  emit(trx, { type: 'realm_bot', op: 'delete', bot: { user_id: bot.id } }, before.owner)
  emit(trx, { type: 'realm_bot', op: 'add', bot: await wireBot(trx, (await findBot(trx, bot.id))!) }, now.owner)
  emit(trx, { type: 'realm_bot', op: 'update', bot: { user_id: bot.id, owner_id: ownerId } }, now.administrators)
  await tellUserChanged(trx, bot.id, { bot_owner_id: ownerId })
}

/** Ends all keys of a bot. @returns the one that takes their place */
export async function renewKey(trx: Trx, bot: Bot): Promise<string> {
  await revokeApiKeysOf(trx, bot.id)
  return createApiKey(trx, bot.id, 'bot')
}
