import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../support/landline.ts'
import type { Answer, Person } from '../support/person.ts'

/** What somebody without an account may ask, each for its reason. Another one here is a decision. */
const open = [
  'get /server_settings', // who is there, before signing in
  'post /fetch_api_key', // sign in
  'get /session', // our page: is anybody signed in?
  'post /session', // our page signs in
  'delete /session', // and out
  'get /invitations/:token', // who has the link may see what it promises
  'post /invitations/:token/accept', // and take it
  'post /setup', // whoever has the setup link makes the organization
  'post /external/json', // another program, with the key of a bot in its address
  'post /external/slack_incoming',
]

interface Endpoint {
  readonly method: string
  readonly path: string
  readonly access: string
}

const endpointsOf = ({ appliance }: Landline): readonly Endpoint[] => appliance.features.api.list()

async function ask(url: string, { method, path }: Endpoint, headers: Record<string, string> = {}) {
  const address = `${url}/api/v1${path.replace(/\{?\/?\*\w+\}?/, '/x').replace(/:\w+/g, '1')}`
  const response = await fetch(address, { method: method.toUpperCase(), headers })
  return { status: response.status, body: (await response.json()) as Answer }
}

test('nobody gets past the door without an account, whatever they ask', async () => {
  const landline = await startLandline()
  const endpoints = endpointsOf(landline)
  expect(endpoints.length).toBeGreaterThan(80)
  expect(
    endpoints
      .filter(({ access }) => access === 'open')
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted(),
  ).toEqual(open.toSorted())
  for (const endpoint of endpoints.filter(({ access }) => access !== 'open')) {
    const { status, body } = await ask(landline.url, endpoint)
    expect([endpoint.path, status, body]).toMatchObject([endpoint.path, 401, { result: 'error', code: 'UNAUTHENTICATED_USER' }])
  }
})

test('somebody who was deactivated, or holds a key that is none, gets no further', async () => {
  const landline = await startLandline()
  const [zoe] = (await landline.users('Zoe')) as [Person]
  const wrong = `Basic ${Buffer.from(`${landline.owner.email}:${'x'.repeat(32)}`).toString('base64')}`
  await landline.owner.delete(`/users/${zoe.id}`)
  for (const endpoint of endpointsOf(landline)) {
    for (const authorization of [zoe.authorization, wrong]) {
      const { status, body } = await ask(landline.url, endpoint, { authorization })
      expect([endpoint.path, status, body.result]).toEqual([endpoint.path, 401, 'error'])
    }
  }
})

test('a guest is refused what is for members, and a member what is for administrators', async () => {
  const landline = await startLandline()
  const [member] = (await landline.users('Ada')) as [Person]
  const guest = await landline.user('Gus', { role: 'guest' })
  const refused = { status: 400, body: { result: 'error', code: 'UNAUTHORIZED_PRINCIPAL' } }
  const ranked = { guest: ['member', 'moderator', 'admin', 'owner'], member: ['moderator', 'admin', 'owner'] }
  for (const [person, accesses] of [
    [guest, ranked.guest],
    [member, ranked.member],
  ] as const) {
    // biome-ignore format: one line
    const endpoints = endpointsOf(landline).filter(({ access }) => accesses.includes(access))
    expect(endpoints).not.toEqual([])
    for (const endpoint of endpoints) {
      expect([endpoint.path, await ask(landline.url, endpoint, { authorization: person.authorization })]).toMatchObject([
        endpoint.path,
        refused,
      ])
    }
  }
})
