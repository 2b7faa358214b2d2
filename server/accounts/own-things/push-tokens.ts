import { badRequest } from '../../api/error.ts'
import type { UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import type { Trx } from '../../database/connection.ts'

/** Of Apple, and of Google. */
export type PushService = 'apns' | 'fcm'

const longest = 4096

/**
 * Keeps where a phone can be reached; once, however often it says so.
 * @param appId which app of the platform it is; Apple's say so
 * @throws ApiError BAD_REQUEST for what cannot be one
 */
export async function addPushToken(
  trx: Trx,
  userId: UserId,
  service: PushService,
  token: string,
  appId: string | undefined,
): Promise<void> {
  checkToken(service, token)
  if (appId !== undefined && !/^[\w.-]+$/.test(appId)) throw badRequest('Invalid app ID')
  await trx
    .insertInto('pushTokens')
    .values({ userId, service, token, appId: appId ?? null, createdAt: unixNow() })
    .onConflict((conflict) => conflict.columns(['userId', 'service', 'token']).doNothing())
    .execute()
}

/** @throws ApiError BAD_REQUEST where it is not there */
export async function removePushToken(trx: Trx, userId: UserId, service: PushService, token: string): Promise<void> {
  checkToken(service, token)
  const { numDeletedRows } = await trx
    .deleteFrom('pushTokens')
    .where('userId', '=', userId)
    .where('service', '=', service)
    .where('token', '=', token)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw badRequest('Token does not exist')
}

function checkToken(service: PushService, token: string): void {
  if (token === '' || token.length > longest) throw badRequest('Empty or invalid length token')
  if (service === 'apns' && !/^([0-9a-f]{2})+$/i.test(token)) throw badRequest('Invalid APNS token')
}
