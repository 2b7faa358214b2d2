import type { UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { hashToken, newApiKey } from './tokens.ts'

/**
 * A new key, for one device or script, named by `label`. Only its hash is kept: this answer is the only chance to read it.
 * @returns exactly 32 ASCII letters and digits
 */
export async function createApiKey(trx: Trx, userId: UserId, label: string): Promise<string> {
  const key = newApiKey()
  const createdAt = unixNow()
  await trx
    .insertInto('apiKeys')
    .values({ userId, keyHash: hashToken(key), label: label.slice(0, 200), createdAt })
    .execute()
  return key
}

export interface Device {
  readonly id: number
  readonly label: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** The keys somebody has handed out, newest first. */
export async function apiKeysOf(db: Db, userId: UserId): Promise<Device[]> {
  return await db
    .selectFrom('apiKeys')
    .select(['id', 'label', 'createdAt', 'lastUsedAt'])
    .where('userId', '=', userId)
    .orderBy('id', 'desc')
    .execute()
}

/** @returns whether there was such a key */
export async function revokeApiKey(trx: Trx, viewer: Pick<Viewer, 'id'>, id: number): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('apiKeys')
    .where('id', '=', id)
    .where('userId', '=', viewer.id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function revokeApiKeysOf(trx: Trx, userId: UserId): Promise<void> {
  await trx.deleteFrom('apiKeys').where('userId', '=', userId).execute()
}
