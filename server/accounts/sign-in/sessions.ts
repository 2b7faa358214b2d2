import type { UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { hashToken, newToken } from './tokens.ts'

/** Two weeks, counted anew from each visit: as long as Zulip's. */
export const sessionSeconds = 14 * 24 * 60 * 60

export interface NewSession {
  readonly id: number
  /** For the cookie. Only its hash is kept. */
  readonly token: string
  readonly expiresAt: number
}

export async function createSession(
  trx: Trx,
  userId: UserId,
  from: { readonly userAgent: string; readonly ip: string },
): Promise<NewSession> {
  const token = newToken()
  const expiresAt = unixNow() + sessionSeconds
  const { id } = await trx
    .insertInto('sessions')
    .values({
      userId,
      tokenHash: hashToken(token),
      userAgent: from.userAgent.slice(0, 300),
      ip: from.ip,
      createdAt: unixNow(),
      lastUsedAt: unixNow(),
      expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, token, expiresAt }
}

export async function deleteSession(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('sessions').where('id', '=', id).execute()
}

/** Signs somebody out of one browser. @returns whether there was such a session */
export async function revokeSession(trx: Trx, viewer: { readonly id: UserId }, id: number): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('userId', '=', viewer.id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Signs somebody out of every browser, but for the session `except`. */
export async function deleteSessionsOf(trx: Trx, userId: UserId, except?: number): Promise<void> {
  await trx
    .deleteFrom('sessions')
    .where('userId', '=', userId)
    .where('id', '<>', except ?? -1)
    .execute()
}

/** Forgets sessions past their time. */
export async function deleteExpiredSessions(trx: Trx): Promise<void> {
  await trx.deleteFrom('sessions').where('expiresAt', '<=', unixNow()).execute()
}

export interface OpenSession {
  readonly id: number
  readonly userAgent: string
  readonly ip: string
  readonly createdAt: number
  readonly lastUsedAt: number
}

export async function sessionsOf(db: Db, userId: UserId): Promise<OpenSession[]> {
  return await db
    .selectFrom('sessions')
    .select(['id', 'userAgent', 'ip', 'createdAt', 'lastUsedAt'])
    .where('userId', '=', userId)
    .where('expiresAt', '>', unixNow())
    .orderBy('lastUsedAt', 'desc')
    .execute()
}
