import { z } from 'zod'
import { ApiError, badRequest } from '../../api/error.ts'
import type { UserId } from '../../api/ids.ts'
import { integer, optional, rawText } from '../../api/params.ts'
import { SessionReply } from '../../api/reply.ts'
import type { Api, RequestFacts } from '../../api/route.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { findRealm } from '../../realm/find.ts'
import { findUser, type User } from '../queries.ts'
import { apiKeysOf, createApiKey, revokeApiKey, revokeApiKeysOf } from './api-keys.ts'
import { checkSignIn } from './check-sign-in.ts'
import { passwordRules } from './passwords.ts'
import { createSession, deleteSession, revokeSession, sessionsOf } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

type InTransaction = <T>(work: (trx: Trx) => Promise<T>) => Promise<T>

export function signInRoutes(api: Api, limits: SignInLimits): void {
  keyRoutes(api, limits)
  sessionRoutes(api, limits)
  deviceRoutes(api)
}

function keyRoutes(api: Api, limits: SignInLimits): void {
  /** With a name, for a new device; without one, for whoever is signed in here and says the password again. */
  api.post('/fetch_api_key', {
    access: 'open',
    params: { username: optional(rawText()), password: rawText() },
    async handle({ viewer, params, request, db, inTransaction }) {
      const name = params.username ?? viewer?.deliveryEmail
      if (name === undefined) throw missing('username')
      const user = await checkSignIn(db, limits, name, params.password)
      return { api_key: await keyFor(inTransaction, user.id, request), email: user.email, user_id: user.id }
    },
  })

  /** Every device signs in anew, as with Zulip, where a person has but one key. */
  api.post('/users/me/api_key/regenerate', {
    access: 'user',
    async handle({ viewer, request, inTransaction }) {
      return {
        api_key: await inTransaction(async (trx) => {
          await revokeApiKeysOf(trx, viewer.id)
          return await createApiKey(trx, viewer.id, request.userAgent)
        }),
      }
    },
  })
}

const keyFor = (inTransaction: InTransaction, userId: UserId, { userAgent }: RequestFacts): Promise<string> =>
  inTransaction((trx) => createApiKey(trx, userId, userAgent))

const missing = (name: string): ApiError =>
  new ApiError('REQUEST_VARIABLE_MISSING', `Missing '${name}' argument`, 400, { var_name: name })

function sessionRoutes(api: Api, limits: SignInLimits): void {
  api.get('/session', {
    access: 'open',
    async handle({ viewer, db }) {
      const user = viewer && (await findUser(db, viewer.id))
      return { ...(await frontDoor(db)), user: user ? wireSelf(user) : null }
    },
  })

  api.post('/session', {
    access: 'open',
    params: { username: rawText(), password: rawText() },
    async handle({ params, request, db, inTransaction }) {
      const user = await checkSignIn(db, limits, params.username, params.password)
      return await signedIn(inTransaction, user, request)
    },
  })

  api.delete('/session', {
    access: 'open',
    async handle({ request, inTransaction }) {
      const { credentialId, signIn } = request
      if (signIn === 'session' && credentialId !== undefined) await inTransaction((trx) => deleteSession(trx, credentialId))
      return new SessionReply(null)
    },
  })
}

/** Begins a session for `user` in the browser that asks. */
export async function signedIn(inTransaction: InTransaction, user: User, request: RequestFacts): Promise<SessionReply> {
  const session = await inTransaction((trx) => createSession(trx, user.id, request))
  return new SessionReply(session, { user: wireSelf(user) })
}

const wireSelf = ({ id, email, deliveryEmail, fullName, role }: User) => ({
  user_id: id,
  email,
  delivery_email: deliveryEmail,
  full_name: fullName,
  role,
})

/** What our own pages need to know before anybody signs in. */
async function frontDoor(db: Db) {
  const realm = await findRealm(db)
  return { realm_name: realm?.name ?? null, password_min_length: passwordRules.minLength }
}

/** Our own: where somebody is signed in, so that a lost phone can be shut out alone. */
function deviceRoutes(api: Api): void {
  api.get('/users/me/devices', {
    access: 'user',
    async handle({ viewer, request, db }) {
      const isCurrent = (kind: RequestFacts['signIn'], id: number) => request.signIn === kind && request.credentialId === id
      const keys = await apiKeysOf(db, viewer.id)
      const sessions = await sessionsOf(db, viewer.id)
      return {
        api_keys: keys.map(({ id, label, createdAt, lastUsedAt }) => ({
          id,
          label,
          created: createdAt,
          last_used: lastUsedAt,
          is_current: isCurrent('api key', id),
        })),
        sessions: sessions.map(({ id, userAgent, ip, createdAt, lastUsedAt }) => ({
          id,
          user_agent: userAgent,
          ip,
          created: createdAt,
          last_used: lastUsedAt,
          is_current: isCurrent('session', id),
        })),
      }
    },
  })

  const id = { id: integer(z.number().int()) }
  api.delete('/users/me/devices/api_keys/:id', {
    access: 'user',
    params: id,
    async handle({ viewer, params, inTransaction }) {
      if (!(await inTransaction((trx) => revokeApiKey(trx, viewer, params.id)))) throw noSuchDevice()
      return {}
    },
  })
  api.delete('/users/me/devices/sessions/:id', {
    access: 'user',
    params: id,
    async handle({ viewer, params, inTransaction }) {
      if (!(await inTransaction((trx) => revokeSession(trx, viewer, params.id)))) throw noSuchDevice()
      return {}
    },
  })
}

const noSuchDevice = (): ApiError => badRequest('No such device')
