import { type ApiError, badRequest } from '../../api/error.ts'
import type { UserGroupId, UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import type { PlainEvent, VariedEvent } from '../../realtime/event.ts'
import { tellRealm } from '../events.ts'
import { groupRightsOf } from './group-access.ts'
import { getGroup, insertMembers, insertSubgroups } from './group-members.ts'
import { allUserGroups, type GroupPermissions, type UserGroup, wireUserGroup } from './groups.ts'

const longestName = 100
const reservedPrefix = /^(@|role:|user:|stream:|channel:)/

const mayNot = (): ApiError => badRequest('Insufficient permission')

async function checkName(trx: Trx, name: string, except?: UserGroupId): Promise<string> {
  const trimmed = name.normalize('NFC').trim()
  if (trimmed === '') throw badRequest("User group name can't be empty!")
  if ([...trimmed].length > longestName) throw badRequest(`User group name cannot exceed ${longestName} characters.`)
  if (reservedPrefix.test(trimmed)) throw badRequest(`User group name cannot start with '${reservedPrefix.exec(trimmed)![0]}'.`)
  const taken = (await allUserGroups(trx)).some((group) => group.nameKey === trimmed.toLowerCase() && group.id !== except)
  if (taken) throw badRequest(`User group '${trimmed}' already exists.`)
  return trimmed
}

export interface NewGroup {
  readonly name: string
  readonly description: string
  readonly members: readonly UserId[]
  readonly subgroups?: readonly UserGroupId[]
  readonly permissions?: GroupPermissions
}

/** @see https://zulip.com/api/create-user-group */
export async function createGroup(trx: Trx, viewer: Viewer, given: NewGroup): Promise<UserGroupId> {
  if (!(await groupRightsOf(trx, viewer)).mayCreate) throw mayNot()
  const name = await checkName(trx, given.name)
  const { id } = await trx
    .insertInto('userGroups')
    .values({
      name,
      nameKey: name.toLowerCase(),
      description: given.description,
      creatorId: viewer.id,
      createdAt: unixNow(),
      settings: JSON.stringify(given.permissions ?? {}),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertMembers(trx, id, given.members)
  await insertSubgroups(trx, id, given.subgroups ?? [])
  await tellRealm(trx, { type: 'user_group', op: 'add', group: wireUserGroup(await getGroup(trx, id)) })
  return id
}

export interface GroupChanges {
  readonly name?: string
  readonly description?: string
  readonly permissions?: GroupPermissions
  readonly isDeactivated?: boolean
}

/** @see https://zulip.com/api/update-user-group */
export async function changeGroup(trx: Trx, viewer: Viewer, id: UserGroupId, changes: GroupChanges): Promise<void> {
  const group = await getGroup(trx, id)
  if (!(await groupRightsOf(trx, viewer)).mayManage(group)) throw mayNot()
  const name = changes.name === undefined ? group.name : await checkName(trx, changes.name, id)
  const description = changes.description ?? group.description
  const settings = JSON.stringify({ ...JSON.parse(group.settings), ...changes.permissions })
  const isDeactivated = changes.isDeactivated === undefined ? group.isDeactivated : Number(changes.isDeactivated)
  await trx
    .updateTable('userGroups')
    .set({ name, nameKey: name.toLowerCase(), description, settings, isDeactivated })
    .where('id', '=', id)
    .execute()

  const told = (data: Record<string, unknown>) => tellRealm(trx, { type: 'user_group', op: 'update', group_id: id, data })
  if (name !== group.name) await told({ name })
  if (description !== group.description) await told({ description })
  for (const [permission, value] of Object.entries(changes.permissions ?? {})) await told({ [permission]: value })
  if (isDeactivated !== group.isDeactivated) await tellRealm(trx, groupDeactivated(await getGroup(trx, id)))
}

/** Clients that know no deactivated groups are told that it is gone, or back. */
const groupDeactivated = (group: UserGroup): VariedEvent => ({
  type: 'user_group',
  forDialect({ includeDeactivatedGroups }): PlainEvent {
    const deactivated = group.isDeactivated === 1
    if (includeDeactivatedGroups) return { type: 'user_group', op: 'update', group_id: group.id, data: { deactivated } }
    if (deactivated) return { type: 'user_group', op: 'remove', group_id: group.id }
    return { type: 'user_group', op: 'add', group: wireUserGroup(group) }
  },
})
