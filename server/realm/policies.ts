import type { GroupSetting } from './settings.ts'
import { SystemGroup } from './system-groups.ts'

/*
 * Before permissions named groups, an organization had one of a few policies. Clients of that time still read them; where a
 * group has no policy of its own, they get the widest one, and the server decides.
 */

const commonPolicies = new Map<unknown, number>([
  [SystemGroup.members, 1],
  [SystemGroup.administrators, 2],
  [SystemGroup.fullMembers, 3],
  [SystemGroup.moderators, 4],
])

export const commonPolicy = (group: GroupSetting): number => commonPolicies.get(group) ?? 1

const webPublicPolicies = new Map<unknown, number>([
  [SystemGroup.administrators, 2],
  [SystemGroup.moderators, 4],
  [SystemGroup.nobody, 6],
  [SystemGroup.owners, 7],
])

export const webPublicPolicy = (group: GroupSetting): number => webPublicPolicies.get(group) ?? 4

const wildcardPolicies = new Map<unknown, number>([
  [SystemGroup.everyone, 1],
  [SystemGroup.members, 2],
  [SystemGroup.fullMembers, 3],
  [SystemGroup.administrators, 5],
  [SystemGroup.nobody, 6],
  [SystemGroup.moderators, 7],
])

export const wildcardPolicy = (group: GroupSetting): number => wildcardPolicies.get(group) ?? 1
