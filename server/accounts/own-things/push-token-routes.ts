import { rawText } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { addPushToken, type PushService, removePushToken } from './push-tokens.ts'

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

function tokenRoutes(api: Api, service: PushService, path: string): void {
  const token = rawText()
  const appid = service === 'apns' ? rawText() : rawText().optional()
  api.post(path, {
    access: 'user',
    params: { token, appid },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => addPushToken(trx, viewer.id, service, params.token, params.appid))
      return {}
    },
  })
  api.delete(path, {
    access: 'user',
    params: { token },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => removePushToken(trx, viewer.id, service, params.token))
      return {}
    },
  })
}
