import type { Generated } from 'kysely'
import type { LinkifierId, UserGroupId, UserId } from '../../api/ids.ts'

export interface RealmTables {
  realm: RealmRow
  userGroups: UserGroupRow
  userGroupMembers: { groupId: UserGroupId; userId: UserId }
  userGroupSubgroups: { groupId: UserGroupId; subgroupId: UserGroupId }
  realmEmoji: RealmEmojiRow
  changeCounts: { name: CountedChange; changes: number }
  linkifiers: { id: Generated<LinkifierId>; pattern: string; urlTemplate: string; position: number }
}

export interface RealmRow {
  id: 1
  uuid: string
  name: string
  description: Generated<string>
  createdAt: number
  /** JSON: blob and version of icon and logos. */
  pictures: Generated<string>
  /** JSON of what differs from the defaults. */
  settings: Generated<string>
}

export interface UserGroupRow {
  id: Generated<UserGroupId>
  name: string
  nameKey: string
  description: Generated<string>
  isSystemGroup: Generated<number>
  isDeactivated: Generated<number>
  creatorId: UserId | null
  createdAt: number | null
  /** JSON of the permissions that differ from the defaults. */
  settings: Generated<string>
}

export interface RealmEmojiRow {
  id: Generated<number>
  name: string
  authorId: UserId | null
  blobKey: string
  stillKey: string | null
  isDeactivated: Generated<number>
}

export type CountedChange = 'users' | 'userGroups' | 'alertWords'
