import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('every answer forbids scripts, framing and guessing of types, refusals too', async () => {
  const landline = await startLandline()
  const answers = {
    '/api/v1/users/me': 401,
    '/json/users/me': 401,
    '/api/v1/nothing': 404,
    '/api/v1/messages/1e9': 401,
    '/nowhere': 404,
    '/user_avatars/1/realm/%E0%A4%A': 400,
    '/health': 200,
  }
  for (const [path, status] of Object.entries(answers)) {
    const response = await fetch(landline.url + path)
    expect({ path, status: response.status }).toEqual({ path, status })
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  }
})

test('somebody who follows a link to what is not there reads a sentence, and a program an object', async () => {
  const { url } = await startLandline()
  const asked = (path: string, accept: string) => fetch(url + path, { headers: { accept } })
  const page = await asked('/user_uploads/1/ab/"<b>/x.txt', 'text/html,application/xhtml+xml,*/*;q=0.8')
  expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8'])
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'$/,
  )
  expect(await page.text()).toMatch(/<h1>Not logged in/)
  expect(await (await asked('/nowhere', 'image/avif,image/*,*/*;q=0.8')).json()).toMatchObject({ code: 'NOT_FOUND' })
  expect(await (await asked('/api/v1/nothing', 'text/html')).json()).toMatchObject({ code: 'NOT_FOUND' })
})

test('whoever asks for the headers alone hears how long the answer would be, and nothing else', async () => {
  const { owner } = await startLandline()
  const whole = await (await owner.fetch('GET', '/users/me')).text()
  const head = await owner.fetch('HEAD', '/users/me')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(whole.length), ''])
})

test('a method that an address does not have is refused with those that it has', async () => {
  const { owner } = await startLandline()
  const refused = await owner.fetch('OPTIONS', '/messages')
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  expect(await refused.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', allowed_methods: ['GET', 'HEAD', 'POST'] })
})
