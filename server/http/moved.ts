import type { Context, Middleware } from 'koa'
import { type Away, movedAway } from '../api/away.ts'
import { dataHeaders } from './headers.ts'
import { plainPage } from './plain-page.ts'

/** Tells everybody where the chat went, once it is not served here any more. The owner still reaches the settings. */
export function whereItWent(away: () => Away | undefined): Middleware {
  return (ctx, next) => {
    const why = away()
    if (!why || isForOwner(ctx)) return next()
    const refusal = movedAway(why)
    ctx.set(dataHeaders)
    if (isForPrograms(ctx.path)) throw refusal
    const { status, message: sentence } = refusal
    const link = why.url === null ? undefined : { href: why.url, text: why.url }
    plainPage(ctx, { status, sentence, link, looksAgain: link === undefined }) // for an address, or for the chat to be back
    return undefined
  }
}

/** A page that never was here has its token from the question who is signed in. */
const isForOwner = ({ method, path }: Context): boolean =>
  /^\/(settings(\/.*)?|json\/control\/unlock|health)$/.test(path) || (method === 'GET' && path === '/json/session')

const isForPrograms = (path: string): boolean => path.startsWith('/api/') || path.startsWith('/json/')
