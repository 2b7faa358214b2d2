import { keepersOf } from '../accounts/bot-events.ts'
import { BotType } from '../accounts/bot-type.ts'
import { createUser } from '../accounts/create-user.ts'
import { internalDomain } from '../accounts/email.ts'
import { insufficientPermission } from '../accounts/errors.ts'
import { findUserByEmail, isNameTaken } from '../accounts/find.ts'
import { createApiKey } from '../accounts/sign-in/api-keys.ts'
import { badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db, Trx } from '../database/connection.ts'
import { groupIdsOf, isAmong } from '../realm/membership.ts'
import { realmSettings } from '../realm/settings.ts'
import { emit } from '../realtime/emit.ts'
import type { Defaults } from './defaults.ts'
import { type Bot, findBot, insertBotRow } from './queries.ts'
import { wireBot } from './wire.ts'

export interface NewBot {
  readonly fullName: string
  /** What its address begins with. */
  readonly shortName: string
  readonly type: BotType
  readonly defaults: Defaults
}

/**
 * Makes a bot of the viewer's, in no channel yet, and tells everyone; those who look after it hear of its settings too.
 * @returns it with its key, which nobody can read again
 * @throws ApiError when the viewer may make none of this kind, or the names will not do
 */
export async function createBot(trx: Trx, viewer: Viewer, wanted: NewBot): Promise<{ bot: Bot; apiKey: string }> {
  await refuseUnlawful(trx, viewer, wanted.type)
  const email = addressOf(wanted.shortName)
  if (await findUserByEmail(trx, email)) throw badRequest('Username already in use')
  if (await isNameTaken(trx, wanted.fullName.trim(), noId)) throw badRequest('Name is already in use.')
  const { id } = await createUser(trx, { email, fullName: wanted.fullName, bot: { type: wanted.type, ownerId: viewer.id } })
  await insertBotRow(trx, { userId: id, sendingChannelId: null, eventsChannelId: null, hearsAllPublic: 0, ...wanted.defaults })
  const bot = (await findBot(trx, id))!
  const { owner, administrators } = await keepersOf(trx, viewer.id)
  emit(trx, { type: 'realm_bot', op: 'add', bot: await wireBot(trx, bot) }, [...owner, ...administrators])
  return { bot, apiKey: await createApiKey(trx, id, 'bot') }
}

const noId = 0 as UserId

/** @throws ApiError where the organization leaves this to others: whoever may make any bot may make one that only sends */
async function refuseUnlawful(db: Db, viewer: Viewer, type: BotType): Promise<void> {
  const { can_create_bots_group, can_create_write_only_bots_group } = await realmSettings(db)
  const groups = await groupIdsOf(db, viewer.id)
  if (isAmong(can_create_bots_group, viewer.id, groups)) return
  if (type === BotType.incomingWebhook && isAmong(can_create_write_only_bots_group, viewer.id, groups)) return
  throw insufficientPermission()
}

/** @throws ApiError for a name that no address can begin with */
function addressOf(shortName: string): string {
  const name = shortName.trim()
  if (!/^[a-z0-9][\w.+-]{0,49}$/i.test(name)) throw badRequest('Bad name or username')
  return `${name}-bot@${internalDomain}`
}
