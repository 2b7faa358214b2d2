import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('people see one another, by number or by address', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { members } = await ada!.get('/users')
  expect(members.map((member: { full_name: string }) => member.full_name)).toEqual(['Olga Owner', 'ada', 'ben'])
  expect((await ada!.get(`/users/${ben!.id}`)).user).toMatchObject({
    full_name: 'ben',
    role: 400,
    delivery_email: 'ben@example.com',
  })
  expect((await ada!.get('/users/ben@example.com')).user).toMatchObject({ user_id: ben!.id })
  await expect(ada!.get('/users/999')).rejects.toMatchObject({ body: { msg: 'No such user' } })
  await expect(ada!.get('/users/nobody@example.com')).rejects.toMatchObject({ body: { msg: 'No such user' } })
})

test('everybody hears of a newcomer', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const queue = await ada!.register({ event_types: ['realm_user', 'user_group'] })
  const { user_id } = await landline.owner.post('/users', {
    email: 'cy@example.com',
    full_name: 'Cy',
    password: 'tulip-organ-mattress',
  })
  expect(await queue.next()).toMatchObject({
    type: 'realm_user',
    op: 'add',
    person: { user_id, full_name: 'Cy', is_active: true },
  })
  expect(await queue.next()).toMatchObject({ type: 'user_group', op: 'add_members', user_ids: [user_id] })
})

test('only administrators add people, and never with a password that is easy to guess', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const cy = { email: 'cy@example.com', full_name: 'Cy', password: 'tulip-organ-mattress' }
  await expect(ada!.post('/users', cy)).rejects.toMatchObject({ body: { msg: 'Must be an organization administrator' } })
  await expect(landline.owner.post('/users', { ...cy, password: 'password' })).rejects.toThrow(/too weak/)
  await expect(landline.owner.post('/users', { ...cy, email: 'not an address' })).rejects.toThrow(/Not an e-mail address/)
  await expect(landline.owner.post('/users', { ...cy, email: 'ADA@example.com' })).rejects.toThrow(/already in use/)
})

test('a new name is heard by everyone, with a new address of the picture that shows initials', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const before = (await ben!.get(`/users/${ada!.id}`)).user.avatar_url
  const queue = await ben!.register({ event_types: ['realm_user'] })
  await ada!.patch('/settings', { full_name: 'Ada Lovelace' })
  expect(await queue.next()).toMatchObject({ person: { user_id: ada!.id, full_name: 'Ada Lovelace' } })
  const { person } = await queue.next()
  expect(person.avatar_url).not.toBe(before)
  expect((await ben!.get(`/users/${ada!.id}`)).user).toMatchObject({ full_name: 'Ada Lovelace', avatar_url: person.avatar_url })
})

test.each(['', '   ', 'a'.repeat(101), 'Ada*', '@ada', 'Ada|12'])('nobody is called "%s"', async (full_name) => {
  const landline = await startLandline()
  await expect(landline.owner.patch(`/users/${landline.owner.id}`, { full_name })).rejects.toMatchObject({ status: 400 })
})

test('roles are given by those who have them', async () => {
  const landline = await startLandline()
  const [ada, ben] = [await landline.user('ada', { role: 'admin' }), await landline.user('ben')]
  const queue = await ben.register({ event_types: ['realm_user', 'user_group'] })
  await ada.patch(`/users/${ben.id}`, { role: 300 })
  expect(await queue.next()).toMatchObject({ type: 'realm_user', op: 'update', person: { user_id: ben.id, role: 300 } })
  expect((await queue.all()).map(({ op }) => op)).toEqual(['add_members', 'remove_members', 'remove_members'])

  await expect(ada.patch(`/users/${ben.id}`, { role: 100 })).rejects.toThrow(/Insufficient permission/)
  await expect(ben.patch(`/users/${ben.id}`, { role: 200 })).rejects.toThrow(/Insufficient permission/)
  await expect(ada.patch(`/users/${landline.owner.id}`, { role: 400 })).rejects.toThrow(/Insufficient permission/)
})

test('the last owner stays an owner, until there is another', async () => {
  const landline = await startLandline()
  const { owner } = landline
  await expect(owner.delete('/users/me')).rejects.toMatchObject({
    body: { code: 'CANNOT_DEACTIVATE_LAST_USER', is_last_owner: true },
  })
  await expect(owner.patch(`/users/${owner.id}`, { role: 400 })).rejects.toThrow(/would have no owner/)

  const [ada] = await landline.users('ada')
  await owner.patch(`/users/${ada!.id}`, { role: 100 })
  await owner.patch(`/users/${owner.id}`, { role: 400 })
  expect(await owner.get('/users/me')).toMatchObject({ role: 400, is_owner: false })
})

test('whoever is deactivated is out at once: key, session, open poll; others hear of it', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const [hers, his] = [await ada!.register(), await ben!.register({ event_types: ['realm_user'] })]
  const poll = ada!.fetch('GET', '/events', { queue_id: hers.id, last_event_id: hers.snapshot.last_event_id })

  await landline.owner.delete(`/users/${ada!.id}`)

  expect((await poll).status).toBeLessThan(500)
  await expect(ada!.get('/users/me')).rejects.toMatchObject({ status: 401, body: { code: 'USER_DEACTIVATED' } })
  expect(await his.next()).toMatchObject({ op: 'update', person: { user_id: ada!.id, is_active: false } })
  expect(landline.appliance.queues.peopleConnected).toBe(0)
})

test('whoever comes back signs in anew: the keys of before stay out', async () => {
  const landline = await startLandline()
  const ada = await landline.user('ada', { password: 'tulip-organ-mattress' })
  await landline.owner.delete(`/users/${ada.id}`)
  await landline.owner.post(`/users/${ada.id}/reactivate`)
  await expect(ada.get('/users/me')).rejects.toMatchObject({ body: { code: 'INVALID_API_KEY' } })
  const { user } = await landline.owner.get(`/users/${ada.id}`)
  expect(user).toMatchObject({ is_active: true })
})

test('members deactivate neither one another nor their administrators', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  await expect(ada!.delete(`/users/${ben!.id}`)).rejects.toThrow(/Insufficient permission/)
  await expect(ada!.delete(`/users/${landline.owner.id}`)).rejects.toThrow(/Insufficient permission/)
  await expect(ada!.post(`/users/${ben!.id}/reactivate`)).rejects.toThrow(/Insufficient permission/)
})
