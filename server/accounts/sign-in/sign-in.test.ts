import { expect, test } from 'vitest'
import { BrowserSession } from '../../../test/support/browser-session.ts'
import { startLandline } from '../../../test/support/landline.ts'
import type { Answer } from '../../../test/support/person.ts'

const password = 'tulip-organ-mattress'

async function withAda(options: Parameters<typeof startLandline>[0] = {}) {
  const landline = await startLandline(options)
  const ada = await landline.user('ada', { password })
  const signIn = async (username: string, given: string): Promise<Answer> => {
    const body = new URLSearchParams({ username, password: given })
    const response = await fetch(`${landline.url}/api/v1/fetch_api_key`, { method: 'POST', body })
    return { status: response.status, ...((await response.json()) as Answer) }
  }
  return { landline, ada, signIn }
}

test('a client that knows nothing learns how to sign in, and the desktop app that we are there', async () => {
  const { landline, ada } = await withAda()
  const settings = await ada.get('/server_settings')
  expect(settings).toMatchObject({
    zulip_feature_level: 421,
    realm_name: 'Example',
    realm_uri: landline.url,
    email_auth_enabled: true,
    authentication_methods: { password: true, ldap: false },
  })
  const head = await fetch(`${landline.url}/api/v1/server_settings`, { method: 'HEAD' })
  expect(head.status).toBe(200)
})

test('each sign-in makes a key of its own, and they all work', async () => {
  const { ada, signIn } = await withAda()
  const phone = await signIn('ADA@example.com', password)
  const laptop = await signIn('ada@example.com', password)
  expect(phone).toMatchObject({ status: 200, email: 'ada@example.com', user_id: ada.id })
  expect(phone.api_key).toMatch(/^[A-Za-z0-9]{32}$/)
  expect(laptop.api_key).not.toBe(phone.api_key)

  for (const { api_key } of [phone, laptop]) {
    const answer = await fetch(`${ada.url}/api/v1/users/me`, {
      headers: { authorization: `Basic ${btoa(`ada@example.com:${api_key}`)}` },
    })
    expect(answer.status).toBe(200)
  }
})

test('a wrong password and an unknown name are refused alike', async () => {
  const { signIn } = await withAda()
  const wrong = await signIn('ada@example.com', 'tulip-organ-mattres')
  const unknown = await signIn('nobody@example.com', password)
  expect(wrong).toMatchObject({ status: 401, code: 'AUTHENTICATION_FAILED' })
  expect(unknown).toEqual(wrong)
})

test('somebody who was deactivated learns so with the right password only', async () => {
  const { landline, ada, signIn } = await withAda()
  await landline.owner.delete(`/users/${ada.id}`)
  expect(await signIn('ada@example.com', password)).toMatchObject({ status: 401, code: 'USER_DEACTIVATED' })
  expect(await signIn('ada@example.com', 'something else')).toMatchObject({ status: 401, code: 'AUTHENTICATION_FAILED' })
})

test('after five wrong passwords even the right one has to wait, for this name alone', async () => {
  const { landline, signIn } = await withAda({ hasRateLimits: true })
  await landline.user('ben', { password })
  for (let tries = 0; tries < 5; tries++) expect((await signIn('ada@example.com', `wrong ${tries}`)).status).toBe(401)

  const refused = await signIn('Ada@example.com', password)
  expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMIT_HIT' })
  expect(refused['retry-after']).toBeGreaterThan(0)
  expect((await signIn('ben@example.com', password)).status).toBe(200)
})

test('a browser is known before and after it signs in, and shows its own key for the password', async () => {
  const { landline, ada } = await withAda()
  const browser = new BrowserSession(landline.url)
  expect((await browser.ask('GET', '/json/session')).body).toMatchObject({ user: null, realm_name: 'Example' })
  expect((await browser.signIn(ada.email, password)).body).toMatchObject({ user: { user_id: ada.id, full_name: 'ada' } })
  expect((await browser.ask('GET', '/json/session')).body).toMatchObject({ user: { user_id: ada.id } })

  const key = await browser.ask('POST', '/json/fetch_api_key', { password })
  expect(key.body.api_key).toMatch(/^[A-Za-z0-9]{32}$/)
  const refused = await browser.ask('POST', '/json/fetch_api_key', { password: 'not hers' })
  expect(refused.body).toMatchObject({ code: 'AUTHENTICATION_FAILED' })
})

test('somebody who lost a phone shuts it out and keeps the laptop', async () => {
  const { ada, signIn } = await withAda()
  const phone = await signIn(ada.email, password)
  const { api_keys } = await ada.get('/users/me/devices')
  const lost = api_keys.find((one: { is_current: boolean }) => !one.is_current)
  await ada.delete(`/users/me/devices/api_keys/${lost.id}`)

  const refused = await fetch(`${ada.url}/api/v1/users/me`, {
    headers: { authorization: `Basic ${btoa(`${ada.email}:${phone.api_key}`)}` },
  })
  expect(refused.status).toBe(401)
  expect(await ada.get('/users/me')).toMatchObject({ user_id: ada.id })
})

test('nobody shuts out the devices of somebody else', async () => {
  const { landline, ada } = await withAda()
  const [ben] = await landline.users('ben')
  const { api_keys } = await ada.get('/users/me/devices')
  await expect(ben!.delete(`/users/me/devices/api_keys/${api_keys[0].id}`)).rejects.toMatchObject({ status: 400 })
  expect(await ada.get('/users/me')).toMatchObject({ user_id: ada.id })
})

test('a new key ends the old ones', async () => {
  const { ada } = await withAda()
  const { api_key } = await ada.post('/users/me/api_key/regenerate')
  expect(api_key).toMatch(/^[A-Za-z0-9]{32}$/)
  await expect(ada.get('/users/me')).rejects.toMatchObject({ status: 401, body: { code: 'INVALID_API_KEY' } })
})

test('a new password signs out the other browsers, and the old one is asked for', async () => {
  const { landline, ada, signIn } = await withAda()
  const [here, elsewhere] = [new BrowserSession(landline.url), new BrowserSession(landline.url)]
  for (const browser of [here, elsewhere]) await browser.signIn(ada.email, password)
  const change = (old_password: string, new_password: string) =>
    here.ask('PATCH', '/json/settings', { old_password, new_password })

  const newPassword = 'gravel-sonnet-umbrella'
  expect((await change('wrong', newPassword)).body).toMatchObject({ code: 'BAD_REQUEST', msg: 'Wrong password!' })
  expect((await change(password, 'password1')).body.msg).toMatch(/too weak/)
  expect((await change(password, newPassword)).body).toMatchObject({ result: 'success' })

  expect((await here.ask('GET', '/json/users/me')).body).toMatchObject({ user_id: ada.id })
  expect((await elsewhere.ask('GET', '/json/users/me')).body).toMatchObject({ code: 'UNAUTHENTICATED_USER' })
  expect((await signIn(ada.email, password)).status).toBe(401)
  expect((await signIn(ada.email, newPassword)).status).toBe(200)
})
