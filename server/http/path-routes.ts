import type { Context, Middleware, Next } from 'koa'
import { addRoute, createRouter, findRoute } from 'rou3'
import { badRequest } from '../api/error.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Which middleware answers which method and path. `/users/me` comes before `/users/:id`, whichever was added first. */
export class PathRoutes {
  readonly #router = createRouter<Middleware>()
  readonly #methods = new Set<Method>()

  add(methods: readonly Method[], path: string, answer: Middleware): void {
    for (const method of methods) {
      addRoute(this.#router, method, path, answer)
      this.#methods.add(method)
    }
  }

  /** What `path` does not have, with this method, is for whoever comes `next`. */
  serve(ctx: Context, path: string, next: Next): unknown {
    const found = findRoute(this.#router, ctx.method, path)
    if (!found) return next()
    ctx.params = decoded(found.params)
    return found.data(ctx, next)
  }

  readonly middleware: Middleware = (ctx, next) => this.serve(ctx, ctx.path, next)

  /** The methods with which somebody answers `path`. */
  methodsAt(path: string): Method[] {
    return [...this.#methods].filter((method) => findRoute(this.#router, method, path))
  }
}

const decoded = (params: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decode(value)]))

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badRequest('Malformed address: it must be percent-encoded UTF-8')
  }
}
