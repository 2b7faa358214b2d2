import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import type { Answer, Person } from '../../test/support/person.ts'

test('a client that asks for nothing in particular gets everything, and one that asks for little gets little', async () => {
  const landline = await startLandline()
  const everything = await landline.owner.post('/register', { event_types: 'null' })
  expect(everything).toMatchObject({ realm_name: 'Example', realm_bots: [], drafts: [], enable_sounds: true, emojiset: 'google' })

  const little = await landline.owner.post('/register', { fetch_event_types: ['alert_words'], event_types: ['message'] })
  const always = ['result', 'msg', 'queue_id', 'last_event_id', 'zulip_version', 'zulip_merge_base', 'zulip_feature_level']
  expect(Object.keys(little).sort()).toEqual([...always, 'alert_words'].sort())
})

const nameOf = async (viewer: Person, person: Person): Promise<string> =>
  (await viewer.post('/register', { fetch_event_types: ['realm_user'] })).realm_users.find(
    ({ user_id }: Answer) => user_id === person.id,
  )?.full_name

test('the next to register sees who changed their name, who came and who left', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  expect(await nameOf(ben!, ada!)).toBe('ada')
  await ada!.patch('/settings', { full_name: 'Ada Lovelace' })
  expect(await nameOf(ben!, ada!)).toBe('Ada Lovelace')
  expect(await nameOf(landline.owner, ada!)).toBe('Ada Lovelace')

  const [cy] = await landline.users('cy')
  expect(await nameOf(ben!, cy!)).toBe('cy')
  const everyone = { fetch_event_types: ['realm_user', 'realm_user_groups'] }
  const before = await ben!.post('/register', everyone)
  expect(before.realm_user_groups.some(({ members }: Answer) => members.includes(cy!.id))).toBe(true)
  await landline.owner.delete(`/users/${cy!.id}`)
  const after = await ben!.post('/register', everyone)
  expect(after.realm_users.map(({ user_id }: Answer) => user_id)).not.toContain(cy!.id)
  expect(after.realm_non_active_users).toMatchObject([{ user_id: cy!.id, is_active: false }])
  const holding = after.realm_user_groups.filter(({ members }: Answer) => members.includes(cy!.id))
  expect(holding).toEqual([])
})

test('whatever happens while many register is in the answer or in the queue, never in both or neither', async () => {
  const landline = await startLandline()
  const [ada, ...others] = await landline.users('ada', 'ben', 'cy', 'di', 'eve')
  const registered: Promise<{ named: string; heard: string[] }>[] = []
  for (let round = 1; round <= 8; round++) {
    for (const one of others) registered.push(followName(one, ada!))
    await ada!.patch('/settings', { full_name: `Ada ${round}` })
  }
  const last = 'Ada 8'
  for (const { named, heard } of await Promise.all(registered)) {
    const from = named === 'ada' ? 0 : Number(named.slice(4))
    expect(heard).toEqual(Array.from({ length: 8 - from }, (_, index) => `Ada ${from + index + 1}`))
    expect(heard.at(-1) ?? named).toBe(last)
  }
})

/** The name somebody registered with, and those heard of afterwards until the last. */
async function followName(viewer: Person, person: Person): Promise<{ named: string; heard: string[] }> {
  const queue = await viewer.register({ event_types: ['realm_user'] })
  const named = queue.snapshot.realm_users.find(({ user_id }: Answer) => user_id === person.id).full_name as string
  const heard: string[] = []
  while ((heard.at(-1) ?? named) !== 'Ada 8') {
    const { person: changed } = await queue.nextOf('realm_user')
    if (changed.full_name) heard.push(changed.full_name)
  }
  return { named, heard }
}

test('a queue hears only what it asked for', async () => {
  const landline = await startLandline()
  const queue = await landline.owner.register({ event_types: ['alert_words'] })
  await landline.owner.patch('/settings', { enter_sends: true })
  await landline.owner.post('/users/me/alert_words', { alert_words: ['engine'] })
  expect((await queue.all()).map(({ type }) => type)).toEqual(['alert_words'])
})

test.each([
  [{ event_types: '[1]' }, /event_types/],
  [{ narrow: '"everything"' }, /narrow/],
  [{ client_capabilities: '[]' }, /client_capabilities/],
])('%j is refused, naming what is wrong', async (params, reason) => {
  const landline = await startLandline()
  await expect(landline.owner.post('/register', params)).rejects.toThrow(reason)
})
