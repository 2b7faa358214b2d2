import { badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import { rawText } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import type { Trx } from '../database/connection.ts'

type Service = 'apns' | 'fcm'

const longest = 4096

/**
 * Phones hand in where they can be reached. Nothing is sent there yet (`push_notifications_enabled` says so), but a phone
 * hands it in once after signing in, and would have to be signed in again.
 * @see https://zulip.com/api/add-fcm-token
 * @see https://zulip.com/api/add-apns-token
 */
export function pushTokenRoutes(api: Api): void {
  tokenRoutes(api, 'fcm', '/users/me/android_gcm_reg_id')
  tokenRoutes(api, 'apns', '/users/me/apns_device_token')
}

function tokenRoutes(api: Api, service: Service, path: string): void {
  const token = rawText()
  const appid = service === 'apns' ? rawText() : rawText().optional()
  api.post(path, {
    access: 'user',
    params: { token, appid },
    async handle({ viewer, params, inTransaction }) {
      checkToken(service, params.token)
      checkAppId(params.appid)
      await inTransaction((trx) => addToken(trx, viewer.id, service, params.token, params.appid))
      return {}
    },
  })
  api.delete(path, {
    access: 'user',
    params: { token },
    async handle({ viewer, params, inTransaction }) {
      checkToken(service, params.token)
      await inTransaction((trx) => removeToken(trx, viewer.id, service, params.token))
      return {}
    },
  })
}

function checkToken(service: Service, token: string): void {
  if (token === '' || token.length > longest) throw badRequest('Empty or invalid length token')
  if (service === 'apns' && !/^([0-9a-f]{2})+$/i.test(token)) throw badRequest('Invalid APNS token')
}

function checkAppId(appId: string | undefined): void {
  if (appId !== undefined && !/^[\w.-]+$/.test(appId)) throw badRequest('Invalid app ID')
}

async function addToken(trx: Trx, userId: UserId, service: Service, token: string, appId: string | undefined): Promise<void> {
  await trx
    .insertInto('pushTokens')
    .values({ userId, service, token, appId: appId ?? null, createdAt: Math.floor(Date.now() / 1000) })
    .onConflict((conflict) => conflict.columns(['userId', 'service', 'token']).doNothing())
    .execute()
}

async function removeToken(trx: Trx, userId: UserId, service: Service, token: string): Promise<void> {
  const { numDeletedRows } = await trx
    .deleteFrom('pushTokens')
    .where('userId', '=', userId)
    .where('service', '=', service)
    .where('token', '=', token)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw badRequest('Token does not exist')
}
