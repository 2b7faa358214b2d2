import { z } from 'zod'
import { UserGroupId, UserId } from '../../api/ids.ts'
import { flag, json, optional, rawText } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { groupIdsOf, groupIdsWithin, userIdsIn } from '../membership.ts'
import { peopleOfRealm } from '../queries.ts'
import { groupSetting, withOld } from '../settings.ts'
import { changeGroup, createGroup } from './change-groups.ts'
import { changeMembers, getGroup } from './group-members.ts'
import { allUserGroups, type GroupPermissions, groupPermissions, wireUserGroup } from './groups.ts'

const users = optional(json(z.array(UserId)))
const groups = optional(json(z.array(UserGroupId)))
const id = { user_group_id: UserGroupId }

const permissionParams = (schema: z.ZodType) =>
  Object.fromEntries(groupPermissions.map((permission) => [permission, optional(json(schema))]))

/** Those among a route's parameters that were given. */
const permissionsIn = (params: Readonly<Record<string, unknown>>): GroupPermissions =>
  Object.fromEntries(groupPermissions.flatMap((name) => (params[name] === undefined ? [] : [[name, params[name]]])))

export function groupRoutes(api: Api): void {
  readingRoutes(api)
  changingRoutes(api)
  memberRoutes(api)
}

function readingRoutes(api: Api): void {
  api.get('/user_groups', {
    access: 'user',
    params: { include_deactivated_groups: optional(flag()) },
    async handle({ params, db }) {
      const all = (await allUserGroups(db)).map(wireUserGroup)
      return { user_groups: all.filter(({ deactivated }) => !deactivated || params.include_deactivated_groups) }
    },
  })

  api.get('/user_groups/:user_group_id/members', {
    access: 'user',
    params: { ...id, direct_member_only: optional(flag()) },
    async handle({ params, db }) {
      const group = await getGroup(db, params.user_group_id)
      if (params.direct_member_only) return { members: group.members }
      const active = new Set(await peopleOfRealm(db))
      return { members: (await userIdsIn(db, [group.id])).filter((userId) => active.has(userId)) }
    },
  })

  api.get('/user_groups/:user_group_id/members/:user_id', {
    access: 'user',
    params: { ...id, user_id: UserId, direct_member_only: optional(flag()) },
    async handle({ params, db }) {
      const group = await getGroup(db, params.user_group_id)
      const isDirect = group.members.includes(params.user_id)
      const isMember = isDirect || (!params.direct_member_only && (await groupIdsOf(db, params.user_id)).has(group.id))
      return { is_user_group_member: isMember }
    },
  })

  api.get('/user_groups/:user_group_id/subgroups', {
    access: 'user',
    params: { ...id, direct_subgroup_only: optional(flag()) },
    async handle({ params, db }) {
      const group = await getGroup(db, params.user_group_id)
      return { subgroups: params.direct_subgroup_only ? group.subgroups : groupIdsWithin(group.id, await allUserGroups(db)) }
    },
  })
}

function changingRoutes(api: Api): void {
  api.post('/user_groups/create', {
    access: 'member',
    params: {
      name: rawText(),
      description: rawText(),
      members: json(z.array(UserId)),
      subgroups: groups,
      ...permissionParams(groupSetting),
    },
    async handle({ viewer, params, inTransaction }) {
      const { name, description, members, subgroups } = params as NewGroupParams
      const permissions = permissionsIn(params)
      const group_id = await inTransaction((trx) =>
        createGroup(trx, viewer, { name, description, members, subgroups, permissions }),
      )
      return { group_id }
    },
  })

  api.patch('/user_groups/:user_group_id', {
    access: 'member',
    params: {
      ...id,
      name: optional(rawText()),
      description: optional(rawText()),
      deactivated: optional(flag()),
      ...permissionParams(withOld(groupSetting)),
    },
    async handle({ viewer, params, inTransaction }) {
      const { user_group_id, name, description, deactivated } = params as GroupChangeParams
      const changes = { name, description, isDeactivated: deactivated, permissions: permissionsIn(params) }
      await inTransaction((trx) => changeGroup(trx, viewer, user_group_id, changes))
      return {}
    },
  })

  api.post('/user_groups/:user_group_id/deactivate', {
    access: 'member',
    params: id,
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => changeGroup(trx, viewer, params.user_group_id, { isDeactivated: true }))
      return {}
    },
  })
}

interface NewGroupParams {
  readonly name: string
  readonly description: string
  readonly members: readonly UserId[]
  readonly subgroups?: readonly UserGroupId[]
}

interface GroupChangeParams {
  readonly user_group_id: UserGroupId
  readonly name?: string
  readonly description?: string
  readonly deactivated?: boolean
}

function memberRoutes(api: Api): void {
  api.post('/user_groups/:user_group_id/members', {
    access: 'member',
    params: { ...id, add: users, delete: users, add_subgroups: groups, delete_subgroups: groups },
    async handle({ viewer, params, inTransaction }) {
      const { add, delete: remove, add_subgroups: addSubgroups, delete_subgroups: removeSubgroups } = params
      await inTransaction((trx) =>
        changeMembers(trx, viewer, params.user_group_id, { add, remove, addSubgroups, removeSubgroups }),
      )
      return {}
    },
  })

  api.post('/user_groups/:user_group_id/subgroups', {
    access: 'member',
    params: { ...id, add: groups, delete: groups },
    async handle({ viewer, params, inTransaction }) {
      const changes = { addSubgroups: params.add, removeSubgroups: params.delete }
      await inTransaction((trx) => changeMembers(trx, viewer, params.user_group_id, changes))
      return {}
    },
  })
}
