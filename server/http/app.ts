import { randomUUID } from 'node:crypto'
import Koa, { type Context, type Middleware } from 'koa'
import type { Logger } from 'pino'
import type { Away } from '../api/away.ts'
import { ApiError } from '../api/error.ts'
import type { Database } from '../database/connection.ts'
import type { ApiRouter } from './api-router.ts'
import { answerTo } from './error-answer.ts'
import { dataHeaders, pageHeaders } from './headers.ts'
import { whereItWent } from './moved.ts'
import type { PathRoutes } from './path-routes.ts'
import { plainPage } from './plain-page.ts'
import type { RateLimits } from './rate-limits.ts'
import { serveRoute } from './serve-route.ts'
import type { Door } from './sign-in.ts'
import { type WebFolders, webPages } from './web-pages.ts'

export interface AppParts {
  readonly api: ApiRouter
  readonly database: Database
  readonly limits: RateLimits
  readonly log: Logger
  readonly web: WebFolders
  /** Every address that reaches us, the one to hand out first. */
  readonly urls: () => readonly string[]
  /** Why nobody is served here; undefined while everybody is. */
  readonly away: () => Away | undefined
}

/** All of Landline's HTTP as one Koa application. */
export function createApp({ api, away, database, limits, log, urls, web }: AppParts): Koa {
  const app = new Koa()
  app.silent = true // errors are logged below, with their request
  const serve = serveRoute({ database, limits, urls }, (ctx) => (ctx.state.door as Door | undefined) ?? 'page')
  const endpoints = api.endpoints(serve)
  const pages = api.pages(serve)

  app.use(withRequestId(log))
  app.use(whereItWent(away))
  app.use(through('/api/v1', 'api', endpoints))
  app.use(through('/json', 'json', endpoints))
  app.use(health)
  app.use(pageHeaders())
  app.use(pages.middleware)
  app.use(webPages(web))
  app.use(() => {
    throw new ApiError('NOT_FOUND', 'There is nothing at this address', 404)
  })
  return app
}

const health: Middleware = (ctx, next) => {
  if (ctx.path !== '/health') return next()
  ctx.set(dataHeaders)
  ctx.body = { result: 'success', msg: '' }
}

/** Names the request, and answers whatever is thrown further in. */
function withRequestId(log: Logger): Middleware {
  return async (ctx, next) => {
    const id = randomUUID()
    ctx.set('x-request-id', id)
    try {
      await next()
    } catch (error) {
      const { status, headers, body, isOurs } = answerTo(asApiError(error), id)
      if (isOurs) log.error({ err: error, requestId: id, method: ctx.method, path: ctx.path }, 'A request failed')
      challenge(ctx, status)
      ctx.status = status
      if (isRead(ctx)) plainPage(ctx, { status, sentence: body.msg, link: { href: '/', text: 'Go to the chat' } })
      else ctx.body = body
      ctx.set(headers)
      endUnreadBody(ctx)
    }
  }
}

/** Somebody followed a link, to a file say, and would see JSON. */
const isRead = (ctx: Context): boolean =>
  ctx.state.door === undefined && ctx.method === 'GET' && ctx.accepts('json', 'html') === 'html'

/** Koa and its middleware throw errors of their own for what a client did wrong, such as a path that leaves its folder. */
function asApiError(error: unknown): unknown {
  const { expose, status, message } = error as { expose?: boolean; status?: number; message?: string }
  if (error instanceof ApiError || !expose || !status) return error
  return new ApiError(status === 404 ? 'NOT_FOUND' : 'BAD_REQUEST', message || 'Bad request', status)
}

/** None on pages: a browser that loads a picture would ask for a password. */
const schemes: Readonly<Record<Door, string | undefined>> = { api: 'Basic', json: 'Session', page: undefined }

/** Zulip's clients tell a missing sign-in by this header; browsers would ask for a password on our own pages. */
function challenge(ctx: Context, status: number): void {
  const scheme = schemes[(ctx.state.door as Door | undefined) ?? 'page']
  if (status === 401 && scheme) ctx.set('www-authenticate', `${scheme} realm="zulip"`)
}

/** A refused upload may still be on its way: the connection must not be used for the next request. */
function endUnreadBody(ctx: Context): void {
  if (!ctx.req.complete) ctx.set('connection', 'close')
}

/** Lets requests below `prefix` through one door; terminal clients write two slashes after it. */
function through(prefix: string, door: Door, endpoints: PathRoutes): Middleware {
  return (ctx, next) => {
    if (!ctx.path.startsWith(`${prefix}/`)) return next()
    ctx.state.door = door
    ctx.set(dataHeaders)
    const path = ctx.path.slice(prefix.length).replace(/^\/+/, '/')
    return endpoints.serve(ctx, path, () => notAnEndpoint(ctx, endpoints.methodsAt(path)))
  }
}

/** Nothing answers this path with this method: perhaps with another. */
async function notAnEndpoint(ctx: Context, methods: readonly string[]): Promise<void> {
  if (methods.length === 0) throw new ApiError('NOT_FOUND', 'There is no such endpoint', 404)
  ctx.set('allow', methods.join(', '))
  throw new ApiError('METHOD_NOT_ALLOWED', 'Method Not Allowed', 405, { allowed_methods: methods })
}
