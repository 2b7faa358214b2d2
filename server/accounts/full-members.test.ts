import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import { refreshFullMembers } from './full-members.ts'

const day = 24 * 60 * 60

test('a newcomer becomes a full member when the waiting period is over', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { user_groups } = await ada!.get('/user_groups')
  const { id } = user_groups.find(({ name }: { name: string }) => name === 'role:fullmembers')
  const queue = await ada!.register({ event_types: ['user_group'] })

  await landline.owner.patch('/realm', { waiting_period_threshold: 3 })
  const left = [await queue.next(), await queue.next()]
  expect(left.flatMap(({ user_ids }) => user_ids).sort()).toEqual([ada!.id, ben!.id].sort())
  expect(left).toMatchObject([{ op: 'remove_members', group_id: id }, { op: 'remove_members' }])

  await landline.appliance.database.inTransaction(async (trx) => {
    const fourDaysAgo = Math.floor(Date.now() / 1000) - 4 * day
    await trx.updateTable('users').set({ dateJoined: fourDaysAgo }).where('fullName', '=', 'ada').execute()
    await refreshFullMembers(trx)
  })
  expect(await queue.next()).toMatchObject({ op: 'add_members', group_id: id, user_ids: [ada!.id] })
  expect(await queue.all()).toEqual([])
})
