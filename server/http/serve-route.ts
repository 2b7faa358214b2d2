import type { Context, Middleware } from 'koa'
import { ApiError } from '../api/error.ts'
import { Reply, type ReplyBody, SessionReply } from '../api/reply.ts'
import type { Answer, RequestFacts } from '../api/route.ts'
import { type Access, isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import { isLoopback } from '../config/addresses.ts'
import type { Database } from '../database/connection.ts'
import type { AnyRoute } from './api-router.ts'
import type { Body, RawParameters } from './body.ts'
import { csrfCookie, newCsrfToken, readCookies, sessionCookie, setCookie } from './cookies.ts'
import { readBody, readUrlencoded } from './parameters.ts'
import type { RateLimits } from './rate-limits.ts'
import { type Door, refuseForgery, type SignIn, signIn } from './sign-in.ts'
import { unsupported, validate } from './validate.ts'

export interface Serving {
  readonly database: Database
  readonly limits: RateLimits
  /** Every address that reaches us, the one to hand out first. */
  readonly urls: () => readonly string[]
}

const noForm: Body = { parameters: {}, file: undefined }

/** Runs one route: who asks, may they, what with, and the answer as JSON. */
export function serveRoute({ database, limits, urls }: Serving, door: (ctx: Context) => Door) {
  return (route: AnyRoute): Middleware =>
    async (ctx) => {
      const entered = door(ctx)
      const who = await signIn(database, ctx.req, entered, ctx.secure)
      ctx.set(await limits.count(who.viewer, ctx.ip))
      ctx.state.viewer = who.viewer
      if (entered === 'json' && ctx.method !== 'GET' && ctx.method !== 'HEAD') refuseForgery(ctx.req, originOf(ctx))
      if (entered === 'json') offerCsrfToken(ctx)
      refuseStranger(route, who.viewer, entered)

      const { parameters, file } = route.rawBody ? noForm : await readBody(ctx.req, route.upload === true, route.maxBody)
      const raw: RawParameters = { ...readUrlencoded(ctx.querystring), ...parameters, ...(ctx.params as RawParameters) }
      const params = route.params ?? {}
      const answer = await route.handle({
        viewer: who.viewer as Viewer,
        params: validate(params, raw) as never,
        request: factsOf(ctx, who, urls),
        db: database.read,
        inTransaction: database.inTransaction,
        file,
        body: route.rawBody ? ctx.req : undefined,
      })
      send(ctx, answer, unsupported(params, raw))
    }
}

const rankOf: Readonly<Record<Exclude<Access, 'open' | 'user'>, [Role, string]>> = {
  member: [Role.member, 'Not allowed for guest users'],
  moderator: [Role.moderator, 'Must be an organization moderator'],
  admin: [Role.admin, 'Must be an organization administrator'],
  owner: [Role.owner, 'Must be an organization owner'],
}

function refuseStranger({ access, isForSendOnly }: AnyRoute, viewer: Viewer | undefined, door: Door): void {
  if (access === 'open') return
  if (!viewer) throw notSignedIn(door)
  if (viewer.isSendOnly && !isForSendOnly) throw onlySends()
  if (access === 'user') return
  const [role, refusal] = rankOf[access]
  if (!isAtLeast(viewer, role)) throw new ApiError('UNAUTHORIZED_PRINCIPAL', refusal)
}

function notSignedIn(door: Door): ApiError {
  if (door === 'json') return new ApiError('UNAUTHENTICATED_USER', 'Not logged in', 401)
  return new ApiError('UNAUTHENTICATED_USER', 'Not logged in: API authentication or user session required', 401)
}

const onlySends = (): ApiError => new ApiError('UNAUTHENTICATED_USER', 'This API is not available to incoming webhook bots.', 401)

/** Where the client reached us. Koa 3's own `ctx.origin` is the Origin header: what the page that asks says of itself. */
const originOf = (ctx: Context): string => `${ctx.protocol}://${ctx.host}`

const factsOf = (ctx: Context, who: SignIn, urls: Serving['urls']): RequestFacts => ({
  origin: originOf(ctx),
  originForOthers: () => (isLoopback(ctx.hostname.replace(/^\[(.*)\]$/, '$1')) ? (urls()[0] ?? originOf(ctx)) : originOf(ctx)),
  ip: ctx.ip,
  userAgent: ctx.get('user-agent'),
  headers: ctx.headers,
  method: ctx.method,
  whenGone: (listener) => void ctx.res.once('close', listener),
  signIn: who.by,
  credentialId: who.credentialId,
})

/** Our page asks who is signed in before anything else, and has its token with the answer. */
function offerCsrfToken(ctx: Context): void {
  if (readCookies(ctx.headers.cookie)[csrfCookie]) return
  ctx.append('set-cookie', setCookie(csrfCookie, newCsrfToken(), { isSecure: ctx.secure, isReadable: true }))
}

function send(ctx: Context, answer: Answer, ignored: readonly string[]): void {
  if (answer instanceof Reply) {
    if (answer.body === undefined) ctx.body = null // first: it takes away status, type, and the length that HEAD tells
    ctx.status = answer.status
    ctx.set(answer.headers)
    if (isInParts(answer.body)) sendParts(ctx, answer.body)
    else if (answer.body !== undefined) ctx.body = answer.body // last: where the type is known, Koa does not guess it
    return
  }
  const fields = answer instanceof SessionReply ? answer.fields : answer
  if (answer instanceof SessionReply) setSession(ctx, answer.session)
  const notice = ignored.length > 0 ? { ignored_parameters_unsupported: ignored } : {}
  ctx.type = 'application/json'
  ctx.body = JSON.stringify({ result: 'success', msg: '', ...fields, ...notice })
}

const isInParts = (body: ReplyBody | undefined): body is readonly Buffer[] => Array.isArray(body)

/** Koa would want a stream, which costs more than the whole rest of such a request. */
function sendParts(ctx: Context, parts: readonly Buffer[]): void {
  ctx.respond = false
  ctx.res.cork()
  for (const part of parts) ctx.res.write(part)
  ctx.res.end()
}

function setSession(ctx: Context, session: SessionReply['session']): void {
  const isSecure = ctx.secure
  const cookie = session
    ? setCookie(sessionCookie(isSecure), session.token, { isSecure, expiresAt: session.expiresAt })
    : setCookie(sessionCookie(isSecure), '', { isSecure, expiresAt: 0 })
  // A new token with each sign-in, so that one planted before it is worth nothing after.
  ctx.append('set-cookie', [cookie, setCookie(csrfCookie, newCsrfToken(), { isSecure, isReadable: true })])
}
