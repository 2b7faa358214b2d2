import { expect, test } from 'vitest'
import { BrowserSession } from '../../test/support/browser-session.ts'
import { startLandline } from '../../test/support/landline.ts'

const password = 'tulip-organ-mattress'

async function signedIn() {
  const landline = await startLandline()
  await landline.user('Ada', { password })
  const browser = new BrowserSession(landline.url)
  expect(await browser.signIn('ada@example.com', password)).toMatchObject({ status: 200, body: { result: 'success' } })
  return { landline, browser }
}

test('a browser signs in with a password and asks with its session', async () => {
  const { browser } = await signedIn()
  expect(await browser.ask('GET', '/json/users/me')).toMatchObject({ status: 200, body: { full_name: 'Ada' } })
})

test('the session cookie is out of reach of scripts and of other sites', async () => {
  const landline = await startLandline()
  await landline.user('Ada', { password })
  const browser = new BrowserSession(landline.url)
  await browser.fetch('GET', '/json/session')
  const response = await browser.fetch('POST', '/json/session', { username: 'ada@example.com', password })
  const cookie = response.headers.getSetCookie().find((text) => text.startsWith('landline-session='))
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
})

test.each([
  ['no token', { 'x-csrftoken': '' }, /missing token/],
  ['another token', { 'x-csrftoken': 'x'.repeat(32) }, /incorrect token/],
  ['the page of another site', { origin: 'https://evil.example' }, /evil\.example/],
])('a change that comes with %s is refused', async (_what, headers, reason) => {
  const { browser } = await signedIn()
  const { status, body } = await browser.ask(
    'PATCH',
    '/json/settings',
    { twenty_four_hour_time: 'true' },
    headers as unknown as Record<string, string>,
  )
  expect({ status, code: body.code }).toEqual({ status: 403, code: 'CSRF_FAILED' })
  expect(body.msg).toMatch(reason)
})

test('whoever signs out is out, even with the old cookie', async () => {
  const { browser } = await signedIn()
  const old = browser.cookies.get('landline-session')!
  expect((await browser.ask('DELETE', '/json/session')).status).toBe(200)
  browser.cookies.set('landline-session', old)
  expect(await browser.ask('GET', '/json/users/me')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED_USER' } })
})

test('a session opens nothing at the door for API keys', async () => {
  const { browser } = await signedIn()
  expect((await browser.ask('GET', '/api/v1/users/me')).status).toBe(401)
})

test('a wrong password is refused as an unknown name is', async () => {
  const landline = await startLandline()
  await landline.user('Ada', { password })
  const answers = [
    await new BrowserSession(landline.url).signIn('ada@example.com', 'wrong-wrong-wrong'),
    await new BrowserSession(landline.url).signIn('nobody@example.com', 'wrong-wrong-wrong'),
  ]
  expect(answers[0]).toMatchObject({ status: 401, body: { code: 'AUTHENTICATION_FAILED' } })
  expect(answers[1]!.body).toEqual(answers[0]!.body)
})

test('pages forbid scripts of others, framing and guessing of types', async () => {
  const landline = await startLandline()
  const { headers } = await fetch(`${landline.url}/`)
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none';script-src 'self'/)
  expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-powered-by')).toBeNull()
})

test('no endpoint that changes something forgets to ask for the token', async () => {
  const landline = await startLandline()
  const changing = landline.appliance.features.api.list().filter(({ method }) => method !== 'get')
  expect(changing.length).toBeGreaterThan(20)
  for (const { method, path } of changing) {
    const response = await fetch(`${landline.url}/json${path.replace(/:\w+/g, '1')}`, { method: method.toUpperCase() })
    expect(`${method} ${path}: ${response.status}`).toBe(`${method} ${path}: 403`)
  }
})
