import { existsSync } from 'node:fs'
import { send } from '@koa/send'
import type { Context, Middleware } from 'koa'
import { PathRoutes } from './path-routes.ts'

/** Built files and files that ship, as folders. */
export interface WebFolders {
  /** dist/chat, with index.html and its assets below /static/app/. */
  readonly chat: string
  /** dist/settings, served at /settings/. */
  readonly settings: string
}

const aYear = 365 * 24 * 60 * 60 * 1000

/** The browser's two pages and what they load. Every address of the chat is one page, which finds its way by itself. */
export function webPages({ chat, settings }: WebFolders): Middleware {
  const routes = new PathRoutes()
  const get = (path: string, answer: Middleware) => routes.add(['GET', 'HEAD'], path, answer)
  for (const path of ['/', '/login/', '/accounts/login/', '/setup/', '/join/:token/', '/desktop_home/']) get(path, page(chat))
  const settingsPage = page(settings)
  // Routes take both for the same, but the page's own addresses are relative.
  get('/settings', (ctx, next) => (ctx.path.endsWith('/') ? settingsPage(ctx, next) : ctx.redirect('/settings/')))
  get('/static/app/**:file', asset(chat, '/static/app/'))
  get('/settings/**:file', asset(settings, '/settings/'))
  return routes.middleware
}

const page =
  (folder: string): Middleware =>
  async (ctx) => {
    if (!existsSync(`${folder}/index.html`)) {
      ctx.throw(503, 'The pages of Landline have not been built yet. Run "npm run build" and reload.', { expose: true })
    }
    await send(ctx, 'index.html', {
      root: folder,
      setHeaders: (response) => void response.setHeader('cache-control', 'no-cache'),
    })
  }

/** Names of built assets change with their content, so a browser may keep them. */
const asset =
  (folder: string, prefix: string): Middleware =>
  async (ctx: Context) => {
    await send(ctx, ctx.path.slice(prefix.length), {
      root: folder,
      maxage: ctx.path.includes('/assets/') ? aYear : 0,
      immutable: true,
      brotli: true,
      gzip: true,
    })
  }
