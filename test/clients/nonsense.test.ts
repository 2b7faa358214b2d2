import { expect, test } from 'vitest'
import { startLandline } from '../support/landline.ts'

/** Values that no client should send, and some that are nearly right. */
const nonsense = [
  '',
  'null',
  '[]',
  '{}',
  '-1',
  '0',
  '1',
  '1e999',
  '9007199254740993',
  'true',
  '"',
  '[[[[',
  '{"a":',
  '[null]',
  '[{}]',
  '[1,"x"]',
  '../../etc/passwd',
  '%00',
  '\u0000',
  '\ud800',
  "'; DROP TABLE users; --",
  '🙂'.repeat(3000),
  'x'.repeat(20_000),
  '{"__proto__":{"x":1}}',
]

const names =
  `type to content topic subject messages op flag narrow anchor num_before num_after queue_id local_id last_event_id stream_id
  topic_name emoji_name emoji_code reaction_type subscriptions principals subscription_data name description full_name email password role
  data status value property event_types client_capabilities message_ids msg_ids words alert_words settings visibility_policy
  user_id group_id order report_type pattern url_template token delete add members include_anchor msg_type message_id`.split(
    /\s+/,
  )

/** After these nobody would be left to ask. */
const endsTheAsker = ['delete /users/me', 'post /users/me/api_key/regenerate', 'delete /users/me/devices/api_keys/:id']

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!

test('no endpoint falls over whatever it is asked', async () => {
  const landline = await startLandline()
  await landline.owner.send('general', 'lunch', 'Soup?')
  const fallen: string[] = []
  let asked = 0
  for (const { method, path } of landline.appliance.features.api.list()) {
    if (endsTheAsker.includes(`${method} ${path}`)) continue
    for (let round = 0; round < 8; round++) {
      const at = path.replace(/:\w+/g, () => encodeURIComponent(pick(['1', 'x', '-1', '999999999999999999', '🙂', "'"], round)))
      const values = new URLSearchParams(names.map((name, n) => [name, pick(nonsense, n * 7 + round * 5 + asked).toWellFormed()]))
      if (path === '/events') values.set('dont_block', 'true')
      const inQuery = method === 'get'
      const url = `${landline.url}/api/v1${at}${inQuery ? `?${values.toString().slice(0, 12_000)}` : ''}`
      const init = { method: method.toUpperCase(), headers: { authorization: landline.owner.authorization } }
      const response = await fetch(url, inQuery ? init : { ...init, body: values })
      const text = await response.text()
      if (response.status !== 401) asked++
      if (response.status >= 500 || / at .*\.(ts|js):\d+/.test(text))
        fallen.push(`${method} ${at}: ${response.status} ${text.slice(0, 300)}`)
    }
  }
  expect(fallen).toEqual([])
  expect(asked).toBeGreaterThan(500)
  expect((await landline.owner.get('/users/me')).result).toBe('success')
})
