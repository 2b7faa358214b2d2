import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('everyone hears a new name and what it stands for', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const queue = await ada!.register({ event_types: ['realm'] })
  await landline.owner.patch('/realm', { name: 'Analytical Engines', description: 'We build *one*.' })
  expect(await queue.next()).toMatchObject({ type: 'realm', op: 'update', property: 'name', value: 'Analytical Engines' })
  expect(await queue.next()).toMatchObject({ property: 'description' })
  expect(await ada!.get('/server_settings')).toMatchObject({
    realm_name: 'Analytical Engines',
    realm_description: 'We build *one*.',
  })
})

test('a permission goes to another group, and old clients read the policy nearest to it', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const { user_groups } = await ada!.get('/user_groups')
  const moderators = user_groups.find(({ name }: { name: string }) => name === 'role:moderators').id
  const queue = await ada!.register({ event_types: ['realm'] })
  await landline.owner.patch('/realm', { can_create_private_channel_group: { new: moderators, old: 5 } })

  expect(await queue.next()).toMatchObject({ op: 'update_dict', data: { can_create_private_channel_group: moderators } })
  expect(await ada!.post('/register', { fetch_event_types: ['realm', 'realm_user'] })).toMatchObject({
    realm_can_create_private_channel_group: moderators,
    realm_create_private_stream_policy: 4,
    can_create_private_streams: false,
    can_create_public_streams: true,
  })
})

test.each([
  [{ name: '' }, /cannot be empty/],
  [{ name: 'x'.repeat(41) }, /too long/],
  [{ can_invite_users_group: 999 }, /Invalid user group ID/],
  [{ message_content_edit_limit_seconds: -5 }, /message_content_edit_limit_seconds is too small/],
  [{ message_retention_days: 30 }, /does not know how to change message_retention_days yet/],
])('%j is refused', async (change, reason) => {
  const landline = await startLandline()
  await expect(landline.owner.patch('/realm', { ...change, enable_read_receipts: false })).rejects.toThrow(reason)
  const { realm_enable_read_receipts } = await landline.owner.post('/register', { fetch_event_types: ['realm'] })
  expect(realm_enable_read_receipts).toBe(true)
})

test('members change nothing, and administrators not what is for owners', async () => {
  const landline = await startLandline()
  const [ada, ben] = [await landline.user('ada', { role: 'admin' }), await landline.user('ben')]
  await expect(ben.patch('/realm', { name: 'Mine' })).rejects.toThrow(/administrator/)
  await expect(ada.patch('/realm', { waiting_period_threshold: 3 })).rejects.toThrow(/owner/)
  await ada.patch('/realm', { message_content_edit_limit_seconds: 'unlimited' })
  expect((await ben.post('/register', { fetch_event_types: ['realm'] })).realm_message_content_edit_limit_seconds).toBeNull()
})

test('groups hold those of their role, and of the roles above', async () => {
  const landline = await startLandline()
  const [ada, gus] = [await landline.user('ada'), await landline.user('gus', { role: 'guest' })]
  const { user_groups } = await ada.get('/user_groups')
  const idOf = (name: string): number => user_groups.find((group: { name: string }) => group.name === name).id
  const has = async (name: string, person: { id: number }) =>
    (await ada.get(`/user_groups/${idOf(name)}/members/${person.id}`)).is_user_group_member
  expect(await has('role:owners', landline.owner)).toBe(true)
  expect(await has('role:members', landline.owner)).toBe(true)
  expect(await has('role:fullmembers', ada)).toBe(true)
  expect(await has('role:moderators', ada)).toBe(false)
  expect(await has('role:members', gus)).toBe(false)
  expect(await has('role:everyone', gus)).toBe(true)
  expect(await has('role:nobody', landline.owner)).toBe(false)

  await landline.owner.delete(`/users/${gus.id}`)
  expect((await ada.get(`/user_groups/${idOf('role:everyone')}/members`)).members).not.toContain(gus.id)
  await expect(ada.get('/user_groups/999/members')).rejects.toThrow(/Invalid user group/)
})
