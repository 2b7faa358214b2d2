import type { Context, Middleware } from 'koa'
import { type Away, movedAway } from '../api/away.ts'

/** Tells everybody where the chat went, once it is not served here any more. The owner still reaches the settings. */
export function whereItWent(away: () => Away | undefined): Middleware {
  return (ctx, next) => {
    const why = away()
    if (!why || isForOwner(ctx)) return next()
    const refusal = movedAway(why)
    if (isForPrograms(ctx.path)) throw refusal
    tell(ctx, refusal.status, refusal.message, why.url)
    return undefined
  }
}

/** A page that never was here has its token from the question who is signed in. */
const isForOwner = ({ method, path }: Context): boolean =>
  /^\/(settings(\/.*)?|json\/control\/unlock|health)$/.test(path) || (method === 'GET' && path === '/json/session')

const isForPrograms = (path: string): boolean => path.startsWith('/api/') || path.startsWith('/json/')

function tell(ctx: Context, status: number, message: string, url: string | null): void {
  ctx.status = status
  ctx.set({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  ctx.type = 'html'
  const link = url === null ? '' : `<p><a href="${escaped(url)}">${escaped(url)}</a></p>`
  ctx.body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${url === null ? lookAgain : ''}<title>${escaped(message)}</title>
<h1>${escaped(message)}</h1>
${link}
</html>
`
}

/** Whoever waits sees the address once the owner has said it, or the chat once it is served again. */
const lookAgain = '<meta http-equiv="refresh" content="30">\n'

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
