import type { Middleware } from 'koa'
import type { Api, Params, Route } from '../api/route.ts'
import type { Access } from '../api/viewer.ts'
import { type Method, PathRoutes } from './path-routes.ts'

export type AnyRoute = Route<Access, Params>

interface Declared {
  readonly methods: readonly Method[]
  readonly path: string
  readonly route: AnyRoute
}

/** Collects what features declare and puts it where requests find it: the API, and plain web pages. */
export class ApiRouter implements Api {
  readonly #endpoints: Declared[] = []
  readonly #pages: Declared[] = []

  get = this.#declare(['GET', 'HEAD'])
  post = this.#declare(['POST'])
  put = this.#declare(['PUT'])
  patch = this.#declare(['PATCH'])
  delete = this.#declare(['DELETE'])

  page = <A extends Access, P extends Params>(path: string, route: Route<A, P>): void => {
    this.#pages.push({ methods: ['GET', 'HEAD'], path, route: route as unknown as AnyRoute })
  }

  #declare(methods: readonly Method[]) {
    return <A extends Access, P extends Params>(path: string, route: Route<A, P>): void => {
      this.#endpoints.push({ methods, path, route: route as unknown as AnyRoute })
    }
  }

  /** @param serve makes the middleware that runs one route */
  endpoints(serve: (route: AnyRoute) => Middleware): PathRoutes {
    return routesOf(this.#endpoints, serve)
  }

  pages(serve: (route: AnyRoute) => Middleware): PathRoutes {
    return routesOf(this.#pages, serve)
  }

  /** Every declared endpoint, for tests that walk them all. */
  list(): readonly { readonly method: string; readonly path: string; readonly access: Access }[] {
    return this.#endpoints.map(({ methods, path, route }) => ({ method: methods[0]!.toLowerCase(), path, access: route.access }))
  }
}

function routesOf(declared: readonly Declared[], serve: (route: AnyRoute) => Middleware): PathRoutes {
  const routes = new PathRoutes()
  for (const { methods, path, route } of declared) routes.add(methods, path, serve(route))
  return routes
}
