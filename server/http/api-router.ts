import Router from '@koa/router'
import type { Middleware } from 'koa'
import type { Api, Params, Route } from '../api/route.ts'
import type { Access } from '../api/viewer.ts'

export type AnyRoute = Route<Access, Params>
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head'

interface Declared {
  readonly methods: readonly Method[]
  readonly path: string
  readonly route: AnyRoute
}

/** Collects what features declare and turns it into two routers: of the API, and of plain web pages. */
export class ApiRouter implements Api {
  readonly #endpoints: Declared[] = []
  readonly #pages: Declared[] = []

  get = this.#declare(['get', 'head'])
  post = this.#declare(['post'])
  put = this.#declare(['put'])
  patch = this.#declare(['patch'])
  delete = this.#declare(['delete'])

  page = <A extends Access, P extends Params>(path: string, route: Route<A, P>): void => {
    this.#pages.push({ methods: ['get', 'head'], path, route: route as unknown as AnyRoute })
  }

  #declare(methods: readonly Method[]) {
    return <A extends Access, P extends Params>(path: string, route: Route<A, P>): void => {
      this.#endpoints.push({ methods, path, route: route as unknown as AnyRoute })
    }
  }

  /** @param serve makes the middleware that runs one route */
  endpoints(serve: (route: AnyRoute) => Middleware): Router {
    return routerOf(this.#endpoints, serve)
  }

  pages(serve: (route: AnyRoute) => Middleware): Router {
    return routerOf(this.#pages, serve)
  }

  /** Every declared endpoint, for tests that walk them all. */
  list(): readonly { readonly method: string; readonly path: string; readonly access: Access }[] {
    return this.#endpoints.map(({ methods, path, route }) => ({ method: methods[0]!, path, access: route.access }))
  }
}

function routerOf(declared: readonly Declared[], serve: (route: AnyRoute) => Middleware): Router {
  const router = new Router()
  for (const { methods, path, route } of [...declared].sort(bySpecificity)) router.register(path, [...methods], serve(route))
  return router
}

/** `/users/me` before `/users/:id`, whichever feature was asked first. */
function bySpecificity(a: Declared, b: Declared): number {
  const [first, second] = [shapeOf(a.path), shapeOf(b.path)]
  return first < second ? -1 : Number(first > second)
}

/** A digit a part, 1 for those that take anything: shapes sort as text does, the same whichever two are compared. */
const shapeOf = (path: string): string => Array.from(path.split('/'), (part) => Number(isOpen(part))).join('')

const isOpen = (part: string): boolean => part.startsWith(':') || part.startsWith('{') || part.startsWith('*')
