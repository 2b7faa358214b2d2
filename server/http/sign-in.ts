import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { findViewerByApiKey, findViewerBySession, noteApiKeyUse, noteSessionUse } from '../accounts/sign-in/sign-in.ts'
import { ApiError } from '../api/error.ts'
import type { RequestFacts } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Database } from '../database/connection.ts'
import { csrfCookie, readCookies, sessionCookie } from './cookies.ts'

/** `api`: Basic authentication. `json`: the browser's session. `page`: a plain web address, which takes either. */
export type Door = 'api' | 'json' | 'page'

export interface SignIn {
  readonly viewer: Viewer | undefined
  readonly credentialId: number | undefined
  readonly by: RequestFacts['signIn']
}

const nobody: SignIn = { viewer: undefined, credentialId: undefined, by: 'none' }

/** Who is asking. @throws ApiError where credentials are given and wrong; none at all is nobody */
export async function signIn(database: Database, request: IncomingMessage, door: Door, isSecure: boolean): Promise<SignIn> {
  const { authorization } = request.headers
  if (door !== 'json' && authorization !== undefined) return byApiKey(database, authorization)
  if (door === 'api') return nobody
  const token = readCookies(request.headers.cookie)[sessionCookie(isSecure)]
  const found = token ? await findViewerBySession(database.read, token) : undefined
  if (!found) return nobody
  // Nobody waits for these notes, and a lost one costs nothing: a later request makes it again.
  if (found.isWorthNoting) void database.inTransaction((trx) => noteSessionUse(trx, found.sessionId)).catch(() => {})
  return { viewer: found.viewer, credentialId: found.sessionId, by: 'session' }
}

async function byApiKey(database: Database, authorization: string): Promise<SignIn> {
  const { email, key } = readBasic(authorization)
  const found = await findViewerByApiKey(database.read, email, key)
  if (found.isWorthNoting) void database.inTransaction((trx) => noteApiKeyUse(trx, found.apiKeyId)).catch(() => {})
  return { viewer: found.viewer, credentialId: found.apiKeyId, by: 'api key' }
}

function readBasic(authorization: string): { readonly email: string; readonly key: string } {
  const [scheme, encoded] = authorization.split(' ')
  if (scheme?.toLowerCase() !== 'basic' || !encoded) {
    throw new ApiError('UNAUTHENTICATED_USER', 'This endpoint requires HTTP basic authentication.', 401)
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon === -1) throw new ApiError('UNAUTHENTICATED_USER', 'Invalid authorization header for basic auth', 401)
  return { email: text.slice(0, colon), key: text.slice(colon + 1) }
}

/** Refuses a change that another site's page may have asked for. @throws ApiError CSRF_FAILED */
export function refuseForgery(request: IncomingMessage, origin: string): void {
  const from = request.headers.origin
  if (from !== undefined && from !== origin) throw forged(`the request comes from ${from}`)
  const inCookie = readCookies(request.headers.cookie)[csrfCookie]
  const inHeader = request.headers['x-csrftoken']
  if (!inCookie || !inHeader || Array.isArray(inHeader)) throw forged('missing token')
  if (!isSame(inCookie, inHeader)) throw forged('incorrect token')
}

const forged = (reason: string): ApiError =>
  new ApiError('CSRF_FAILED', `CSRF error: ${reason}. Reload the page and try again.`, 403)

function isSame(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)]
  return first.length === second.length && timingSafeEqual(first, second)
}
