import { z } from 'zod'
import { avatarUrl } from '../accounts/avatar-url.ts'
import { BotType } from '../accounts/bot-type.ts'
import { findUser } from '../accounts/find.ts'
import { deactivateUser } from '../accounts/lifecycle.ts'
import { badRequest } from '../api/error.ts'
import { UserId } from '../api/ids.ts'
import { json, optional, rawText } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import { Role, type Viewer } from '../api/viewer.ts'
import { changeBot, renewKey } from './change.ts'
import { createBot } from './create.ts'
import { defaultsFrom, defaultsParams } from './defaults.ts'
import { getOwnBot } from './find.ts'
import { botsOf } from './queries.ts'
import { storageRoutes } from './storage-routes.ts'
import { wireBot, wireDefaults } from './wire.ts'

/** What people do with bots. Zulip's reference leaves it out; its own pages and scripts of administrators use it. */
export function botRoutes(api: Api): void {
  makingRoutes(api)
  changingRoutes(api)
  storageRoutes(api)
}

function refuseBots(viewer: Viewer): void {
  if (viewer.isBot) throw badRequest('This endpoint does not accept bot requests.')
}

function makingRoutes(api: Api): void {
  api.get('/bots', {
    access: 'member',
    async handle({ viewer, db }) {
      refuseBots(viewer)
      const active = (await botsOf(db, viewer.id)).filter(({ isActive }) => isActive === 1)
      const bots = await Promise.all(active.map((bot) => wireBot(db, bot)))
      return { bots: bots.map(({ email, ...bot }) => ({ username: email, ...bot })) }
    },
  })

  api.post('/bots', {
    access: 'member',
    params: { full_name: rawText(), short_name: rawText(), bot_type: optional(json(z.number().int())), ...defaultsParams },
    async handle({ viewer, params, inTransaction }) {
      refuseBots(viewer)
      const { full_name: fullName, short_name: shortName, bot_type: type = BotType.generic } = params
      if (type !== BotType.generic && type !== BotType.incomingWebhook) {
        throw badRequest('Invalid bot type: Landline makes generic bots (1) and bots for incoming webhooks (2).')
      }
      return inTransaction(async (trx) => {
        const defaults = await defaultsFrom(trx, viewer, params)
        const { bot, apiKey } = await createBot(trx, viewer, { fullName, shortName, type, defaults })
        return { user_id: bot.id, api_key: apiKey, avatar_url: avatarUrl(bot), ...(await wireDefaults(trx, bot)) }
      })
    },
  })
}

function changingRoutes(api: Api): void {
  api.patch('/bots/:bot_id', {
    access: 'member',
    params: {
      bot_id: UserId,
      full_name: optional(rawText()),
      role: optional(json(z.literal(Object.values(Role)))),
      bot_owner_id: optional(json(UserId)),
      ...defaultsParams,
    },
    async handle({ viewer, params, inTransaction }) {
      refuseBots(viewer)
      const { full_name: fullName, role, bot_owner_id: ownerId } = params
      return inTransaction(async (trx) => {
        const before = await getOwnBot(trx, viewer, params.bot_id)
        const defaults = await defaultsFrom(trx, viewer, params)
        const bot = await changeBot(trx, viewer, before, { fullName, role, ownerId, defaults })
        const owner = bot.botOwnerId === null ? undefined : await findUser(trx, bot.botOwnerId)
        return {
          full_name: bot.fullName,
          avatar_url: avatarUrl(bot),
          ...(await wireDefaults(trx, bot)),
          ...(owner ? { bot_owner: owner.email } : {}),
        }
      })
    },
  })

  api.delete('/bots/:bot_id', {
    access: 'member',
    params: { bot_id: UserId },
    async handle({ viewer, params, inTransaction }) {
      refuseBots(viewer)
      await inTransaction(async (trx) => deactivateUser(trx, await getOwnBot(trx, viewer, params.bot_id)))
      return {}
    },
  })

  api.post('/bots/:bot_id/api_key/regenerate', {
    access: 'member',
    params: { bot_id: UserId },
    async handle({ viewer, params, inTransaction }) {
      refuseBots(viewer)
      return { api_key: await inTransaction(async (trx) => renewKey(trx, await getOwnBot(trx, viewer, params.bot_id))) }
    },
  })
}
