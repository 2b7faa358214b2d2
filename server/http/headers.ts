import helmet from 'helmet'
import type { Middleware } from 'koa'

/** For answers that no browser should show: API JSON. Files set their own. */
export const dataHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

const forPages = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      styleSrcAttr: ["'unsafe-inline'"], // formulas and table cells in messages carry their measures in style attributes
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", (request) => socketOrigins(request.headers.host)],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  // Over plain HTTP on a LAN these two are ignored, with a warning on every page; they come with HTTPS.
  strictTransportSecurity: false,
  originAgentCluster: false,
})

/** Older Safari does not count WebSockets of the same host as 'self'. */
const socketOrigins = (host: string | undefined): string =>
  host && /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : "'self'"

export const pageHeaders = (): Middleware => async (ctx, next) => {
  await new Promise<void>((resolve, reject) => forPages(ctx.req, ctx.res, (error) => (error ? reject(error) : resolve())))
  return next()
}
