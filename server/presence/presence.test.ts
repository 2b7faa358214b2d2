import { expect, test } from 'vitest'
import { newFolder, startLandline } from '../../test/support/landline.ts'
import type { UserId } from '../api/ids.ts'
import type { EventDialect, PlainEvent } from '../realtime/event.ts'
import { peopleArrived } from './events.ts'

test('a colleague is told when somebody comes online, in the form their client knows', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const modern = await ben!.register({ event_types: ['presence'], slim_presence: true })
  const old = await ben!.register({ event_types: ['presence'], client_capabilities: {} })

  const answer = await ada!.post('/users/me/presence', { status: 'active', slim_presence: true, new_user_input: true })

  const { active_timestamp } = answer.presences[ada!.id]
  expect(answer.presences).toEqual({ [ada!.id]: { active_timestamp, idle_timestamp: active_timestamp } })
  expect(await modern.next()).toMatchObject({ presences: { [ada!.id]: { active_timestamp } } })
  expect(await old.next()).toMatchObject({
    user_id: ada!.id,
    email: ada!.email,
    server_timestamp: expect.any(Number),
    presence: { website: { client: 'website', status: 'active', timestamp: active_timestamp, pushable: false } },
  })
})

test('a client that was here before hears only what changed since', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const ping = (who: typeof ada, last_update_id: number) => who!.post('/users/me/presence', { status: 'idle', last_update_id })
  await ping(ada, -1)
  const first = await ping(ben, -1)
  expect(Object.keys(first.presences)).toEqual([String(ada!.id), String(ben!.id)])
  const second = await ping(ben, first.presence_last_update_id)
  expect(Object.keys(second.presences)).toEqual([String(ben!.id)])
  expect(second.presence_last_update_id).toBeGreaterThan(first.presence_last_update_id)
})

test('the terminal client reads presence by e-mail address', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { presences } = await ada!.post('/users/me/presence', { status: 'active', new_user_input: false })
  expect(presences[ada!.email]).toMatchObject({ aggregated: { status: 'active', timestamp: expect.any(Number) } })
  const { snapshot } = await ada!.register({ fetch_event_types: ['presence'] })
  expect(snapshot.presences[ada!.email].aggregated.timestamp).toBe(presences[ada!.email].aggregated.timestamp)
  expect((await ada!.get('/realm/presence')).presences).toHaveProperty([ada!.email])
  expect((await ada!.post('/users/me/presence', { status: 'active', ping_only: true })).presences).toBeUndefined()
})

test('one may ask about one colleague, by id or address', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  await expect(ben!.get(`/users/${ada!.id}/presence`)).rejects.toThrow('No presence data')
  await ada!.post('/users/me/presence', { status: 'idle' })
  expect((await ben!.get(`/users/${ada!.id}/presence`)).presence).toMatchObject({ aggregated: { status: 'idle' } })
  expect((await ben!.get(`/users/${ada!.email}/presence`)).presence.website.status).toBe('idle')
  await expect(ben!.get('/users/nobody@example.com/presence')).rejects.toThrow('No such user')
})

test('who does not want to be seen is not', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  await ada!.patch('/settings', { presence_enabled: false })
  await ada!.post('/users/me/presence', { status: 'active' })
  await expect(ben!.get(`/users/${ada!.id}/presence`)).rejects.toThrow('No presence data')
})

test('who was online is still known after a restart, and ids that clients hold stay in the past', async () => {
  const folder = newFolder()
  const before = await startLandline({ folder })
  const answer = await before.owner.post('/users/me/presence', { status: 'active', last_update_id: -1 })
  await before.stop()
  const after = await startLandline({ folder })
  const { snapshot } = await after.owner.register({ fetch_event_types: ['presence'], slim_presence: true })
  expect(snapshot.presences).toEqual(answer.presences)
  expect(snapshot.presence_last_update_id).toBeGreaterThanOrEqual(answer.presence_last_update_id)
})

test('a status with an emoji is seen by all, and taken back piece by piece', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const queue = await ben!.register({ event_types: ['user_status'] })
  await ada!.post('/users/me/status', { status_text: ' At lunch ', emoji_name: 'car' })
  const car = { emoji_name: 'car', emoji_code: '1f697', reaction_type: 'unicode_emoji' }
  expect(await queue.next()).toMatchObject({ user_id: ada!.id, status_text: 'At lunch', ...car })
  expect((await ben!.get(`/users/${ada!.id}/status`)).status).toEqual({ status_text: 'At lunch', ...car })
  await ada!.post('/users/me/status', { emoji_name: '' })
  expect(await queue.next()).toMatchObject({ emoji_name: '', emoji_code: '' })
  const { snapshot } = await ben!.register({ fetch_event_types: ['user_status'] })
  expect(snapshot.user_status).toEqual({ [ada!.id]: { status_text: 'At lunch' } })
  await landline.owner.post(`/users/${ada!.id}/status`, { status_text: '' })
  expect((await ben!.get(`/users/${ada!.id}/status`)).status).toEqual({})
})

test('a status that says too much, nothing, or shows no known emoji is refused', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const set = (values: object) => ada!.post('/users/me/status', { ...values })
  await expect(set({ status_text: 'x'.repeat(61) })).rejects.toThrow('status_text is too long (limit: 60 characters)')
  await expect(set({})).rejects.toThrow('Client did not pass any new values.')
  await expect(set({ emoji_name: 'no_such_thing' })).rejects.toThrow("Emoji 'no_such_thing' does not exist")
  await expect(set({ emoji_name: 'car', emoji_code: '1f468' })).rejects.toThrow("Emoji 'car' does not exist")
  await expect(set({ emoji_code: '1f468' })).rejects.toThrow('Client must pass emoji_name')
  await expect(ben!.post(`/users/${ada!.id}/status`, { status_text: 'Silly' })).rejects.toThrow(
    'Must be an organization administrator',
  )
})

test('in a large organization those who arrive together are told of once, and never one by one', () => {
  const seen = { activeAt: 7, idleAt: 7, updateId: 1 }
  const arrivals = [1, 2, 3].map((id) => ({ id: id as UserId, email: `p${id}@example.com`, seen }))
  const dialect = { simplifiedPresenceEvents: false, slimPresence: true } as EventDialect
  expect(peopleArrived(arrivals, 200).forDialect(dialect)).toHaveLength(3)
  expect(peopleArrived(arrivals, 201).forDialect(dialect)).toEqual([])
  const { presences } = peopleArrived(arrivals, 1000).forDialect({ ...dialect, simplifiedPresenceEvents: true }) as PlainEvent
  expect(Object.keys(presences as object)).toEqual(['1', '2', '3'])
})
