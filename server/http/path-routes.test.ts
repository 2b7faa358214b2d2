import type { Context } from 'koa'
import { expect, test } from 'vitest'
import { type Method, PathRoutes } from './path-routes.ts'

function routesTo(...paths: readonly (readonly [Method, string])[]) {
  const routes = new PathRoutes()
  for (const [method, path] of paths) routes.add([method], path, (ctx) => `${path} ${JSON.stringify(ctx.params)}`)
  return (method: string, path: string) => routes.serve({ method } as Context, path, async () => 'nobody')
}

test.each([
  ['GET', '/users/me', '/users/me {}'],
  ['GET', '/users/7', '/users/:id {"id":"7"}'],
  ['GET', '/users/7/', '/users/:id {"id":"7"}'],
  ['DELETE', '/users/me', '/users/:id {"id":"me"}'],
  ['GET', '/users/me/status', '/users/:id/status {"id":"me"}'],
  ['GET', '/files/a/b.png', '/files/**:path {"path":"a/b.png"}'],
])('%s %s is answered by the nearest route that has the method', async (method, path, answer) => {
  const ask = routesTo(
    ['GET', '/users/:id'],
    ['GET', '/users/me'],
    ['DELETE', '/users/:id'],
    ['GET', '/users/:id/status'],
    ['GET', '/files/**:path'],
  )
  expect(await ask(method, path)).toBe(answer)
})

test('a name in an address is read as its writer meant it, plus signs too', async () => {
  const ask = routesTo(['GET', '/files/:name'])
  expect(await ask('GET', '/files/gr%C3%BC%C3%9Fe%2F1+1.png')).toBe('/files/:name {"name":"grüße/1+1.png"}')
  expect(() => ask('GET', '/files/%E0%A4%A')).toThrow(/Malformed address/)
})

test('what nobody answers goes on', async () => {
  const ask = routesTo(['GET', '/users/:id'])
  expect([await ask('POST', '/users/7'), await ask('GET', '/users'), await ask('GET', '/Users/7')]).toEqual([
    'nobody',
    'nobody',
    'nobody',
  ])
})
