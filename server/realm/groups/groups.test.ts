import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'

async function withTeam() {
  const landline = await startLandline()
  const [ada, ben, cy] = (await landline.users('ada', 'ben', 'cy')) as [Person, Person, Person]
  const { group_id } = await ada.post('/user_groups/create', {
    name: 'Engineers',
    description: 'They build',
    members: [ada.id, ben.id],
  })
  return { landline, ada, ben, cy, id: group_id as number }
}
type Person = Awaited<ReturnType<typeof startLandline>>['owner']

test('somebody makes a group, and everyone hears of it and of who comes and goes', async () => {
  const { ada, ben, cy, id } = await withTeam()
  const queue = await cy.register({ event_types: ['user_group'] })
  await ada.post(`/user_groups/${id}/members`, { add: [cy.id], delete: [ben.id] })
  expect(await queue.next()).toMatchObject({ op: 'add_members', group_id: id, user_ids: [cy.id] })
  expect(await queue.next()).toMatchObject({ op: 'remove_members', user_ids: [ben.id] })
  expect((await cy.get(`/user_groups/${id}/members`)).members).toEqual([ada.id, cy.id])

  const { group_id } = await ben.post('/user_groups/create', {
    name: 'All makers',
    description: '',
    members: [],
    subgroups: [id],
  })
  expect(await queue.next()).toMatchObject({ op: 'add', group: { name: 'All makers', direct_subgroup_ids: [id] } })
  expect((await cy.get(`/user_groups/${group_id}/members/${cy.id}`)).is_user_group_member).toBe(true)
  expect((await cy.get(`/user_groups/${group_id}/members/${cy.id}`, { direct_member_only: true })).is_user_group_member).toBe(
    false,
  )
  await expect(ada.post(`/user_groups/${id}/subgroups`, { add: [group_id] })).rejects.toThrow(/holds this one/)
})

test('only its maker and those who run all groups change a group; anybody may leave', async () => {
  const { landline, ada, ben, cy, id } = await withTeam()
  await expect(ben.patch(`/user_groups/${id}`, { name: 'Mine' })).rejects.toThrow(/Insufficient permission/)
  await expect(ben.post(`/user_groups/${id}/members`, { add: [cy.id] })).rejects.toThrow(/Insufficient permission/)
  await expect(cy.post(`/user_groups/${id}/members`, { add: [cy.id] })).rejects.toThrow(/Insufficient permission/)
  await ben.post(`/user_groups/${id}/members`, { delete: [ben.id] })
  await expect(ben.post(`/user_groups/${id}/members`, { delete: [ada.id] })).rejects.toThrow(/Insufficient permission/)

  const { user_groups } = await ada.get('/user_groups')
  const members = user_groups.find(({ name }: { name: string }) => name === 'role:members')
  await ada.patch(`/user_groups/${id}`, { can_join_group: { new: members.id, old: members.id } })
  await cy.post(`/user_groups/${id}/members`, { add: [cy.id] })
  await expect(cy.post(`/user_groups/${id}/members`, { add: [ben.id] })).rejects.toThrow(/Insufficient permission/)
  await expect(cy.post(`/user_groups/${id}/subgroups`, { add: [members.id] })).rejects.toThrow(/Insufficient permission/)
  await landline.owner.patch(`/user_groups/${id}`, { description: 'They run' })
  await expect(landline.owner.patch(`/user_groups/${members.id}`, { name: 'Us' })).rejects.toThrow(/Insufficient permission/)
})

test.each([
  [{ name: ' ' }, /can't be empty/],
  [{ name: 'role:kings' }, /cannot start with/],
  [{ name: 'ENGINEERS' }, /already exists/],
  [{ members: [999] }, /Invalid user ID: 999/],
])('a group like %j is refused, and nothing of it stays', async (facts, reason) => {
  const { ada } = await withTeam()
  await expect(ada.post('/user_groups/create', { name: 'New', description: '', members: [], ...facts })).rejects.toThrow(reason)
  expect((await ada.get('/user_groups')).user_groups.map(({ name }: { name: string }) => name)).not.toContain('New')
})

test('a deactivated group is gone for clients that know no such thing', async () => {
  const { ada, ben, cy, id } = await withTeam()
  const modern = await ben.register({ event_types: ['user_group'] })
  const old = await cy.register({ event_types: ['user_group'], client_capabilities: {} })
  await ada.post(`/user_groups/${id}/deactivate`)
  expect(await modern.next()).toMatchObject({ op: 'update', group_id: id, data: { deactivated: true } })
  expect(await old.next()).toMatchObject({ op: 'remove', group_id: id })

  const listed = async (client_capabilities: object) =>
    (await cy.post('/register', { fetch_event_types: ['realm_user_groups'], client_capabilities })).realm_user_groups.some(
      (group: { id: number }) => group.id === id,
    )
  expect(await listed({})).toBe(false)
  expect(await listed({ include_deactivated_groups: true })).toBe(true)
})
