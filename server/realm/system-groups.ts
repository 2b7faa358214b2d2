import type { UserGroupId, UserId } from '../api/ids.ts'
import { Role } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'

const id = (number: number) => number as UserGroupId

/**
 * The groups that follow from roles. One organization per appliance lets their ids be the same everywhere, so that a
 * permission's default is a constant. Each holds the one before it as a subgroup, nobody stands apart.
 * @see https://zulip.com/api/group-setting-values#system-groups
 */
export const SystemGroup = {
  owners: id(1),
  administrators: id(2),
  moderators: id(3),
  fullMembers: id(4),
  members: id(5),
  everyone: id(6),
  internet: id(7),
  nobody: id(8),
} as const

interface SystemGroupRow {
  readonly id: UserGroupId
  readonly name: string
  readonly description: string
  readonly holds: UserGroupId | undefined
}

export const systemGroups: readonly SystemGroupRow[] = [
  { id: SystemGroup.owners, name: 'role:owners', description: 'Owners of this organization', holds: undefined },
  {
    id: SystemGroup.administrators,
    name: 'role:administrators',
    description: 'Administrators of this organization, including owners',
    holds: SystemGroup.owners,
  },
  {
    id: SystemGroup.moderators,
    name: 'role:moderators',
    description: 'Moderators of this organization, including administrators',
    holds: SystemGroup.administrators,
  },
  {
    id: SystemGroup.fullMembers,
    name: 'role:fullmembers',
    description: 'Members of this organization, not including new accounts and guests',
    holds: SystemGroup.moderators,
  },
  {
    id: SystemGroup.members,
    name: 'role:members',
    description: 'Members of this organization, not including guests',
    holds: SystemGroup.fullMembers,
  },
  {
    id: SystemGroup.everyone,
    name: 'role:everyone',
    description: 'Everyone in this organization, including guests',
    holds: SystemGroup.members,
  },
  { id: SystemGroup.internet, name: 'role:internet', description: 'Everyone on the Internet', holds: SystemGroup.everyone },
  { id: SystemGroup.nobody, name: 'role:nobody', description: 'Nobody', holds: undefined },
]

const groupOfRole: Readonly<Record<Role, UserGroupId>> = {
  [Role.owner]: SystemGroup.owners,
  [Role.admin]: SystemGroup.administrators,
  [Role.moderator]: SystemGroup.moderators,
  [Role.member]: SystemGroup.members,
  [Role.guest]: SystemGroup.everyone,
}

/** The system groups that someone of this role belongs to directly; the others contain these. */
export function systemGroupsOf(role: Role, isFullMember: boolean): readonly UserGroupId[] {
  if (role === Role.member && isFullMember) return [SystemGroup.members, SystemGroup.fullMembers]
  return [groupOfRole[role]]
}

export async function createSystemGroups(trx: Trx): Promise<void> {
  for (const { id, name, description } of systemGroups) {
    await trx.insertInto('userGroups').values({ id, name, nameKey: name, description, isSystemGroup: 1 }).execute()
  }
  for (const { id, holds } of systemGroups) {
    if (holds) await trx.insertInto('userGroupSubgroups').values({ groupId: id, subgroupId: holds }).execute()
  }
}

/** Puts someone into the system groups of their role and takes them out of the others. */
export async function placeInSystemGroups(trx: Trx, userId: UserId, role: Role, isFullMember: boolean): Promise<GroupMoves> {
  const groups = systemGroupsOf(role, isFullMember)
  const before = await trx
    .selectFrom('userGroupMembers')
    .select('groupId')
    .where('userId', '=', userId)
    .where(
      'groupId',
      'in',
      systemGroups.map((group) => group.id),
    )
    .execute()
  const left = before.map((row) => row.groupId).filter((groupId) => !groups.includes(groupId))
  const joined = groups.filter((groupId) => !before.some((row) => row.groupId === groupId))
  if (left.length > 0) {
    await trx.deleteFrom('userGroupMembers').where('userId', '=', userId).where('groupId', 'in', left).execute()
  }
  for (const groupId of joined) await trx.insertInto('userGroupMembers').values({ groupId, userId }).execute()
  return { left, joined }
}

export interface GroupMoves {
  readonly left: readonly UserGroupId[]
  readonly joined: readonly UserGroupId[]
}
