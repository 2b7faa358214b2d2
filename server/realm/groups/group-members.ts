import { type ApiError, badRequest } from '../../api/error.ts'
import type { UserGroupId, UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'
import { tellRealm } from '../events.ts'
import { peopleOfRealm } from '../queries.ts'
import { groupRightsOf } from './group-access.ts'
import { allUserGroups, type UserGroup } from './groups.ts'

const mayNot = (): ApiError => badRequest('Insufficient permission')

/** @throws ApiError when there is none such */
export async function getGroup(db: Db, id: UserGroupId): Promise<UserGroup> {
  const group = (await allUserGroups(db)).find((one) => one.id === id)
  if (!group) throw badRequest('Invalid user group')
  return group
}

export async function insertMembers(trx: Trx, groupId: UserGroupId, userIds: readonly UserId[]): Promise<void> {
  const known = new Set(await peopleOfRealm(trx))
  for (const userId of new Set(userIds)) {
    if (!known.has(userId)) throw badRequest(`Invalid user ID: ${userId}`)
    await trx.insertInto('userGroupMembers').values({ groupId, userId }).execute()
  }
}

export async function insertSubgroups(trx: Trx, groupId: UserGroupId, subgroupIds: readonly UserGroupId[]): Promise<void> {
  const groups = new Map((await allUserGroups(trx)).map((group) => [group.id, group]))
  const holds = (id: UserGroupId): boolean => id === groupId || (groups.get(id)?.subgroups ?? []).some(holds)
  for (const subgroupId of new Set(subgroupIds)) {
    if (groups.get(subgroupId)?.isDeactivated !== 0) throw badRequest(`Invalid user group ID: ${subgroupId}`)
    if (holds(subgroupId)) throw badRequest(`User group ${subgroupId} holds this one: neither can be part of the other.`)
    await trx.insertInto('userGroupSubgroups').values({ groupId, subgroupId }).execute()
  }
}

export interface MemberChanges {
  readonly add?: readonly UserId[]
  readonly remove?: readonly UserId[]
  readonly addSubgroups?: readonly UserGroupId[]
  readonly removeSubgroups?: readonly UserGroupId[]
}

/** @see https://zulip.com/api/update-user-group-members */
export async function changeMembers(trx: Trx, viewer: Viewer, id: UserGroupId, changes: MemberChanges): Promise<void> {
  const { add = [], remove = [], addSubgroups = [], removeSubgroups = [] } = changes
  const isOnlySelf = (userIds: readonly UserId[], subgroupIds: readonly UserGroupId[]) =>
    subgroupIds.length === 0 && userIds.every((userId) => userId === viewer.id)
  const group = await getGroup(trx, id)
  const rights = await groupRightsOf(trx, viewer)
  if (group.isDeactivated === 1) throw badRequest('User group is deactivated.')
  if (add.length + addSubgroups.length > 0 && !rights.mayAdd(group, isOnlySelf(add, addSubgroups))) throw mayNot()
  if (remove.length + removeSubgroups.length > 0 && !rights.mayRemove(group, isOnlySelf(remove, removeSubgroups))) throw mayNot()
  if (add.length + remove.length + addSubgroups.length + removeSubgroups.length === 0) {
    throw badRequest('Nothing to do. Specify at least one of "add", "delete", "add_subgroups" or "delete_subgroups".')
  }
  const known = add.find((userId) => group.members.includes(userId))
  if (known !== undefined) throw badRequest(`User ${known} is already a member of this group`)
  const stranger = remove.find((userId) => !group.members.includes(userId))
  if (stranger !== undefined) throw badRequest(`There is no member '${stranger}' in this user group`)

  await insertMembers(trx, id, add)
  await insertSubgroups(trx, id, addSubgroups)
  await removeFrom(trx, id, remove, removeSubgroups)
  const told = (op: string, fields: Record<string, unknown>) =>
    tellRealm(trx, { type: 'user_group', op, group_id: id, ...fields })
  if (add.length > 0) await told('add_members', { user_ids: add })
  if (remove.length > 0) await told('remove_members', { user_ids: remove })
  if (addSubgroups.length > 0) await told('add_subgroups', { direct_subgroup_ids: addSubgroups })
  if (removeSubgroups.length > 0) await told('remove_subgroups', { direct_subgroup_ids: removeSubgroups })
}

async function removeFrom(trx: Trx, groupId: UserGroupId, userIds: readonly UserId[], subgroupIds: readonly UserGroupId[]) {
  const members = trx.deleteFrom('userGroupMembers').where('groupId', '=', groupId)
  await members.where('userId', 'in', idList(userIds)).execute()
  const subgroups = trx.deleteFrom('userGroupSubgroups').where('groupId', '=', groupId)
  await subgroups.where('subgroupId', 'in', idList(subgroupIds)).execute()
}
