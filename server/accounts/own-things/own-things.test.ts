import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'

test('a snippet that is saved on one device is on the other, changed and removed alike', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const queue = await ada!.register({ event_types: ['saved_snippets'] })
  const { saved_snippet_id } = await ada!.post('/saved_snippets', { title: ' Away ', content: 'Back at **two**.' })
  const saved = { id: saved_snippet_id, title: 'Away', content: 'Back at **two**.', date_created: expect.any(Number) }
  expect(await queue.next()).toMatchObject({ op: 'add', saved_snippet: saved })

  await ada!.patch(`/saved_snippets/${saved_snippet_id}`, { content: 'Back at three.' })
  const changed = { ...saved, content: 'Back at three.' }
  expect(await queue.next()).toMatchObject({ op: 'update', saved_snippet: changed })
  expect(await ada!.get('/saved_snippets')).toMatchObject({ saved_snippets: [changed] })
  expect(await ada!.post('/register', { fetch_event_types: ['saved_snippets'] })).toMatchObject({ saved_snippets: [changed] })

  await ada!.delete(`/saved_snippets/${saved_snippet_id}`)
  expect(await queue.next()).toMatchObject({ op: 'remove', saved_snippet_id })
  expect(await ada!.get('/saved_snippets')).toMatchObject({ saved_snippets: [] })
})

test("somebody else's snippet is as good as none", async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { saved_snippet_id } = await ada!.post('/saved_snippets', { title: 'Mine', content: 'Mine alone' })
  const missing = { status: 404, body: { msg: 'Saved snippet does not exist.' } }
  await expect(ben!.patch(`/saved_snippets/${saved_snippet_id}`, { title: 'Ours' })).rejects.toMatchObject(missing)
  await expect(ben!.delete(`/saved_snippets/${saved_snippet_id}`)).rejects.toMatchObject(missing)
  expect(await ben!.get('/saved_snippets')).toMatchObject({ saved_snippets: [] })
})

test.each([
  [{ title: ' ', content: 'text' }, 'title cannot be blank'],
  [{ title: 'x'.repeat(61), content: 'text' }, 'title is too long (limit: 60 characters)'],
  [{ title: 'Long', content: 'x'.repeat(10_001) }, 'content is too long (limit: 10000 characters)'],
])('a snippet %# that cannot be is refused by name', async (snippet, msg) => {
  const landline = await startLandline()
  await expect(landline.owner.post('/saved_snippets', snippet)).rejects.toMatchObject({ body: { msg } })
})

test('a phone hands in its token, twice if it likes, and takes it back', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const [android, apple] = ['/users/me/android_gcm_reg_id', '/users/me/apns_device_token']
  const iphone = { token: 'c0ffee', appid: 'org.zulip.Zulip' }
  for (const _ of [1, 2]) {
    await ada!.post(android, { token: 'abc:DEF' })
    await ada!.post(apple, iphone)
  }
  const tokens = () => landline.appliance.database.read.selectFrom('pushTokens').select(['service', 'token', 'appId']).execute()
  expect(await tokens()).toEqual([
    { service: 'apns', token: 'c0ffee', appId: 'org.zulip.Zulip' },
    { service: 'fcm', token: 'abc:DEF', appId: null },
  ])
  await ada!.delete(android, { token: 'abc:DEF' })
  await ada!.delete(apple, { token: 'c0ffee' })
  expect(await tokens()).toEqual([])
  await expect(ada!.delete(android, { token: 'abc:DEF' })).rejects.toMatchObject({ body: { msg: 'Token does not exist' } })
})

test.each([
  [{ token: '', appid: 'a' }, 'Empty or invalid length token'],
  [{ token: 'not hex', appid: 'a' }, 'Invalid APNS token'],
  [{ token: 'c0ffee', appid: '; rm' }, 'Invalid app ID'],
  [{ token: 'c0ffee' }, "Missing 'appid' argument"],
])('%j is no token of an iPhone', async (token, msg) => {
  const landline = await startLandline()
  await expect(landline.owner.post('/users/me/apns_device_token', token)).rejects.toMatchObject({ body: { msg } })
})
