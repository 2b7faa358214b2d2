import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../../test/support/landline.ts'

const ask = async (landline: Landline, path: string, init: RequestInit = {}, as = landline.owner) => {
  const response = await fetch(landline.url + path, { ...init, headers: { authorization: as.authorization, ...init.headers } })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, any> }
}

test('a parameter that is missing is named', async () => {
  const landline = await startLandline()
  expect(await ask(landline, '/api/v1/events')).toMatchObject({
    status: 400,
    body: { result: 'error', code: 'REQUEST_VARIABLE_MISSING', var_name: 'queue_id', msg: "Missing 'queue_id' argument" },
  })
})

test('a parameter of another type is named, with what it should be', async () => {
  const landline = await startLandline()
  expect(await ask(landline, '/api/v1/events?queue_id=x&last_event_id=soon')).toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST', msg: 'last_event_id is not an integer' },
  })
})

test('parameters that nobody knows are passed over, and listed in the answer', async () => {
  const landline = await startLandline()
  const queue = await landline.owner.register()
  const { body } = await ask(landline, `/api/v1/events?queue_id=${queue.id}&dont_block=true&flavour=mint&client=test`)
  expect(body).toMatchObject({ result: 'success', events: [] })
  const ended = await ask(landline, '/api/v1/events', {
    method: 'DELETE',
    body: new URLSearchParams({ queue_id: queue.id, flavour: 'mint' }),
  })
  expect(ended.body.ignored_parameters_unsupported).toEqual(['flavour'])
})

test.each([
  ['in the query', (id: string) => [`?queue_id=${id}`, undefined]],
  ['urlencoded', (id: string) => ['', new URLSearchParams({ queue_id: id })]],
  ['as multipart', (id: string) => ['', formOf({ queue_id: id })]],
  ['as JSON', (id: string) => ['', new Blob([JSON.stringify({ queue_id: id })], { type: 'application/json' })]],
] as const)('parameters of a DELETE count wherever a client puts them: %s', async (_where, write) => {
  const landline = await startLandline()
  const queue = await landline.owner.register()
  const [query, body] = write(queue.id)
  expect((await ask(landline, `/api/v1/events${query}`, { method: 'DELETE', body: body ?? null })).status).toBe(200)
})

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

test('a multipart form that is cut short in the middle of a field is refused', async () => {
  const landline = await startLandline()
  const body = '--b\r\nContent-Disposition: form-data; name="queue_id"\r\n\r\nabc\r\n--b\r\nContent-Disp'
  const answer = await ask(landline, '/api/v1/events', {
    method: 'DELETE',
    body,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
  expect(answer).toMatchObject({ status: 400, body: { msg: 'Malformed multipart body' } })
})

test.each([
  ['malformed JSON', 'application/json', '{"queue_id": ', 400, /Malformed JSON/],
  ['JSON that is no object', 'application/json', '[1]', 400, /must be an object/],
  ['bytes that are not UTF-8', 'application/x-www-form-urlencoded', Buffer.from('queue_id=\xff', 'latin1'), 400, /UTF-8/],
  ['percent-encoded bytes that are not UTF-8', 'application/x-www-form-urlencoded', 'queue_id=%ff', 400, /UTF-8/],
  ['multipart without a boundary', 'multipart/form-data', 'x', 400, /boundary/],
  ['ten megabytes', 'application/x-www-form-urlencoded', `queue_id=${'x'.repeat(10_000_000)}`, 413, /larger than/],
])('%s is refused with a reason', async (_what, type, body, status, reason) => {
  const landline = await startLandline()
  const answer = await ask(landline, '/api/v1/events', {
    method: 'DELETE',
    body: body as BodyInit,
    headers: { 'content-type': type },
  })
  expect(answer).toMatchObject({ status, body: { result: 'error' } })
  expect(answer.body.msg).toMatch(reason)
  expect(await ask(landline, '/api/v1/events')).toMatchObject({ status: 400 }) // and the server is well
})

test('an address that nothing answers and a method that it does not know are told apart', async () => {
  const landline = await startLandline()
  expect(await ask(landline, '/api/v1/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  const wrongMethod = await ask(landline, '/api/v1/events', { method: 'PUT' })
  expect(wrongMethod).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } })
  expect(wrongMethod.headers.get('allow')).toContain('DELETE')
})

test('two slashes after the version do no harm', async () => {
  const landline = await startLandline()
  expect((await ask(landline, '/api/v1//events')).body.code).toBe('REQUEST_VARIABLE_MISSING')
})

test('somebody without credentials is told how to sign in', async () => {
  const landline = await startLandline()
  const response = await fetch(`${landline.url}/api/v1/events?queue_id=x`)
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Basic realm="zulip"')
  expect(await response.json()).toMatchObject({ code: 'UNAUTHENTICATED_USER' })
})

test('an API key in another case opens nothing', async () => {
  const landline = await startLandline()
  const swapped = landline.owner.apiKey.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()))
  const authorization = `Basic ${Buffer.from(`${landline.owner.email}:${swapped}`).toString('base64')}`
  expect(await ask(landline, '/api/v1/events', { headers: { authorization } })).toMatchObject({
    status: 401,
    body: { code: 'INVALID_API_KEY' },
  })
})

test('a deactivated person is refused at once', async () => {
  const landline = await startLandline()
  const [ben] = await landline.users('ben')
  await landline.owner.delete(`/users/${ben!.id}`)
  expect(await ask(landline, '/api/v1/users/me', {}, ben)).toMatchObject({ status: 401 })
})

test.each([
  '/static/app/../../package.json',
  '/static/app/%2e%2e/%2e%2e/package.json',
  '/static/app/..%2f..%2fpackage.json',
  '/settings/%2e%2e/server/main.js',
])('no address leaves the folder it belongs to: %s', async (path) => {
  const landline = await startLandline()
  const response = await fetch(landline.url + path)
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(await response.text()).not.toMatch(/"name": "landline"|import /)
})

test('whoever asks too often waits, and is told how long', async () => {
  const landline = await startLandline({ hasRateLimits: true })
  const codes: number[] = []
  let last: Response | undefined
  for (let asked = 0; asked < 201; asked++) {
    last = await fetch(`${landline.url}/api/v1/nothing-here/../events`, {
      headers: { authorization: landline.owner.authorization },
    })
    codes.push(last.status)
  }
  expect(codes.slice(0, 200)).not.toContain(429)
  expect(last!.status).toBe(429)
  const body = (await last!.json()) as Record<string, any>
  expect(body.code).toBe('RATE_LIMIT_HIT')
  expect(body['retry-after']).toBeGreaterThan(0)
  expect(Number(last!.headers.get('retry-after'))).toBeGreaterThan(0)
})
