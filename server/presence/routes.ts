import { z } from 'zod'
import { noSuchUser } from '../accounts/errors.ts'
import { findUser, findUserByEmail, type User } from '../accounts/find.ts'
import { changeSettings } from '../accounts/settings/change-settings.ts'
import { settingsOf } from '../accounts/settings/user-settings.ts'
import { badRequest } from '../api/error.ts'
import { UserId } from '../api/ids.ts'
import { flag, integer, optional, rawText, text } from '../api/params.ts'
import { assembleJson, RawJson } from '../api/raw-json.ts'
import { jsonText } from '../api/reply.ts'
import type { Api } from '../api/route.ts'
import type { Db } from '../database/connection.ts'
import type { EventBus } from '../realtime/bus.ts'
import type { PresenceBoard } from './board.ts'
import { legacySeen } from './seen.ts'
import { historyStart, legacyPresences } from './snapshot.ts'
import { setStatus, statusOf, wireStatus } from './status.ts'
import { statusEmoji } from './status-emoji.ts'
import { typingRoutes } from './typing.ts'

/** Who is there, what they say of themselves, and who is writing. */
export function presenceRoutes(api: Api, board: PresenceBoard, bus: EventBus): void {
  pinging(api, board)
  looking(api, board)
  statuses(api)
  typingRoutes(api, bus)
}

/** @see https://zulip.com/api/update-presence */
function pinging(api: Api, board: PresenceBoard): void {
  api.post('/users/me/presence', {
    access: 'user',
    params: {
      status: text().pipe(z.enum(['active', 'idle'])),
      last_update_id: optional(integer()),
      history_limit_days: optional(integer(z.number().int().min(0))),
      new_user_input: optional(flag()),
      ping_only: optional(flag()),
      slim_presence: optional(flag()),
    },
    async handle({ viewer, params, db }) {
      if (viewer.isBot) throw badRequest('Presence is not supported for bot users.')
      const user = await findUser(db, viewer.id)
      if (user && settingsOf(user).presence_enabled !== false) board.note(viewer, params.status)
      if (params.ping_only) return {}
      const since = historyStart(params.history_limit_days)
      const isModern = params.slim_presence === true || params.last_update_id !== undefined
      const presences = isModern ? new RawJson(board.json(since, params.last_update_id)) : await legacyPresences(db, board, since)
      const facts = isModern ? { presence_last_update_id: board.lastUpdateId } : {}
      return jsonText(assembleJson({ result: 'success', msg: '', presences, server_timestamp: Date.now() / 1000, ...facts }))
    },
  })
}

/** @see https://zulip.com/api/get-user-presence and https://zulip.com/api/get-presence */
function looking(api: Api, board: PresenceBoard): void {
  api.get('/users/:user_id_or_email/presence', {
    access: 'user',
    params: { user_id_or_email: rawText() },
    async handle({ params, db }) {
      const user = await findAny(db, params.user_id_or_email)
      if (!user || user.isActive === 0) throw noSuchUser()
      if (user.isBot === 1) throw badRequest('Presence is not supported for bot users.')
      const seen = board.of(user.id)
      if (!seen) throw badRequest(`No presence data for ${params.user_id_or_email}`)
      const { client, status, timestamp } = legacySeen(seen)
      return { presence: { aggregated: { status, timestamp }, [client]: { status, timestamp } } }
    },
  })

  api.get('/realm/presence', {
    access: 'user',
    async handle({ db }) {
      return { presences: await legacyPresences(db, board, historyStart()), server_timestamp: Date.now() / 1000 }
    },
  })
}

function findAny(db: Db, idOrEmail: string): Promise<User | undefined> {
  const id = UserId.safeParse(idOrEmail)
  return id.success ? findUser(db, id.data) : findUserByEmail(db, idOrEmail)
}

const emojiParams = { emoji_name: optional(text()), emoji_code: optional(text()), reaction_type: optional(text()) }

/** @see https://zulip.com/api/update-status and its neighbours */
function statuses(api: Api): void {
  api.get('/users/:user_id/status', {
    access: 'user',
    params: { user_id: UserId },
    async handle({ params, db }) {
      if (!(await findUser(db, params.user_id))) throw noSuchUser()
      return { status: wireStatus(await statusOf(db, params.user_id)) }
    },
  })

  api.post('/users/me/status', {
    access: 'user',
    params: { status_text: optional(rawText()), away: optional(flag()), ...emojiParams },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction(async (trx) => {
        if (params.away !== undefined) {
          const user = await findUser(trx, viewer.id)
          if (user) await changeSettings(trx, user, { presence_enabled: !params.away })
        }
        await changeStatus(trx, viewer.id, params, params.away !== undefined)
      })
      return {}
    },
  })

  api.post('/users/:user_id/status', {
    access: 'admin',
    params: { user_id: UserId, status_text: optional(rawText()), ...emojiParams },
    async handle({ params, inTransaction }) {
      await inTransaction(async (trx) => {
        if ((await findUser(trx, params.user_id))?.isActive !== 1) throw noSuchUser()
        await changeStatus(trx, params.user_id, params, false)
      })
      return {}
    },
  })
}

interface StatusParams {
  readonly status_text?: string
  readonly emoji_name?: string
  readonly emoji_code?: string
  readonly reaction_type?: string
}

async function changeStatus(
  trx: Parameters<typeof setStatus>[0],
  userId: UserId,
  params: StatusParams,
  hasDone: boolean,
): Promise<void> {
  const emoji = await statusEmoji(trx, { name: params.emoji_name, code: params.emoji_code, type: params.reaction_type })
  if (params.status_text !== undefined || emoji) await setStatus(trx, userId, params.status_text, emoji)
  else if (!hasDone) throw badRequest('Client did not pass any new values.')
}
