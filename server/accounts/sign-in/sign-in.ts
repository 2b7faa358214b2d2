import { unixNow } from '../../api/unix-time.ts'
import type { Viewer } from '../../api/viewer.ts'
import { builtOnce } from '../../database/built-once.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { accountDeactivated, invalidApiKey } from '../errors.ts'
import { emailKey } from '../names.ts'
import { viewerOf } from '../viewer.ts'
import { sessionSeconds } from './sessions.ts'
import { hashToken } from './tokens.ts'

const hour = 60 * 60

/** A use is written down once an hour: a write for each request would cost more than the request. */
const isWorthNoting = (lastUsedAt: number | null): boolean => (lastUsedAt ?? 0) < unixNow() - hour

const apiKeysByHash = builtOnce((db, keyHash: Buffer) =>
  db
    .selectFrom('apiKeys')
    .innerJoin('users', 'users.id', 'apiKeys.userId')
    .selectAll('users')
    .select(['apiKeys.id as apiKeyId', 'apiKeys.lastUsedAt'])
    .where('keyHash', '=', keyHash),
)

export interface ApiKeySignIn {
  readonly viewer: Viewer
  readonly apiKeyId: number
  /** Call `noteApiKeyUse`. */
  readonly isWorthNoting: boolean
}

/**
 * Who signs in with this key, by either of their addresses.
 * @throws ApiError INVALID_API_KEY (401) or USER_DEACTIVATED (401)
 */
export async function findViewerByApiKey(db: Db, email: string, key: string): Promise<ApiKeySignIn> {
  const given = emailKey(email)
  return signInBy(await keyHolder(db, key), (user) => given === user.emailKey || given === user.deliveryEmailKey)
}

/** The same for programs that know a key and no address: webhooks. @throws ApiError INVALID_API_KEY or USER_DEACTIVATED (401) */
export async function findViewerByKeyAlone(db: Db, key: string): Promise<ApiKeySignIn> {
  return signInBy(await keyHolder(db, key), () => true)
}

async function keyHolder(db: Db, key: string) {
  const [found] = await apiKeysByHash(db, hashToken(key))
  return found
}

type KeyHolder = NonNullable<Awaited<ReturnType<typeof keyHolder>>>

function signInBy(found: KeyHolder | undefined, isThem: (user: KeyHolder) => boolean): ApiKeySignIn {
  if (!found || !isThem(found)) throw invalidApiKey()
  if (found.isActive === 0) throw accountDeactivated()
  return { viewer: viewerOf(found), apiKeyId: found.apiKeyId, isWorthNoting: isWorthNoting(found.lastUsedAt) }
}

const sessionsByHash = builtOnce((db, tokenHash: Buffer) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .selectAll('users')
    .select(['sessions.id as sessionId', 'sessions.lastUsedAt', 'sessions.expiresAt'])
    .where('tokenHash', '=', tokenHash),
)

export interface SessionSignIn {
  readonly viewer: Viewer
  readonly sessionId: number
  /** Call `noteSessionUse`. */
  readonly isWorthNoting: boolean
}

/**
 * Whose session this is; undefined for one that ended, expired or never was.
 * @throws ApiError USER_DEACTIVATED (401)
 */
export async function findViewerBySession(db: Db, token: string): Promise<SessionSignIn | undefined> {
  const [found] = await sessionsByHash(db, hashToken(token))
  if (!found || found.expiresAt <= unixNow()) return undefined
  if (found.isActive === 0) throw accountDeactivated()
  return { viewer: viewerOf(found), sessionId: found.sessionId, isWorthNoting: isWorthNoting(found.lastUsedAt) }
}

export async function noteApiKeyUse(trx: Trx, id: number): Promise<void> {
  await trx.updateTable('apiKeys').set({ lastUsedAt: unixNow() }).where('id', '=', id).execute()
}

/** Prolongs the session, too. */
export async function noteSessionUse(trx: Trx, id: number): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ lastUsedAt: unixNow(), expiresAt: unixNow() + sessionSeconds })
    .where('id', '=', id)
    .execute()
}
