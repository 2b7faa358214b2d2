import { z } from 'zod'
import { badRequest } from '../api/error.ts'
import { UserGroupId, UserId } from '../api/ids.ts'
import { flag, json, optional, rawText } from '../api/params.ts'
import type { Api, Call, Params } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { changeRealm } from './change-settings.ts'
import { wireLinkifiers, wireRealmEmoji } from './emoji.ts'
import { allUserGroups, type UserGroup, wireUserGroup } from './groups.ts'
import { groupIdsOf, userIdsIn } from './membership.ts'
import { peopleOfRealm } from './queries.ts'
import { type RealmSettingValue, realmSettingKinds } from './settings.ts'

export function realmRoutes(api: Api): void {
  settingRoutes(api)
  groupRoutes(api)
  api.get('/realm/emoji', { access: 'user', handle: async ({ db }) => ({ emoji: await wireRealmEmoji(db) }) })
  api.get('/realm/linkifiers', { access: 'user', handle: async ({ db }) => ({ linkifiers: await wireLinkifiers(db) }) })
  api.get('/realm/profile_fields', { access: 'user', handle: async () => ({ custom_fields: [] }) }) // none can be made yet
}

/** Newer clients send a permission with what they take it to be: `{"new": 4, "old": 3}`. */
const withOld = (schema: z.ZodType) => z.union([schema, z.object({ new: schema }).transform((change) => change.new)])

const settingParams: Params = Object.fromEntries(
  Object.entries(realmSettingKinds).map(([name, { schema, isPermission }]) => [
    name,
    optional(json(isPermission ? withOld(schema) : schema)),
  ]),
)

function settingRoutes(api: Api): void {
  api.patch('/realm', {
    access: 'admin',
    params: { name: optional(rawText()), description: optional(rawText()), ...settingParams },
    handle: (call) => patchRealm(call as Call<Params, Viewer>),
  })
}

async function patchRealm({ viewer, params, inTransaction }: Call<Params, Viewer>) {
  const { name, description, ...rest } = params as Record<string, RealmSettingValue | undefined>
  const settings = Object.entries(rest).filter((entry): entry is [string, RealmSettingValue] => entry[1] !== undefined)
  for (const [setting] of settings) {
    if (realmSettingKinds[setting]?.isFixed) throw badRequest(`Landline does not know how to change ${setting} yet.`)
  }
  const changes = { name: name as string, description: description as string, settings: Object.fromEntries(settings) }
  await inTransaction((trx) => changeRealm(trx, viewer, changes))
  return {}
}

function groupRoutes(api: Api): void {
  api.get('/user_groups', {
    access: 'user',
    params: { include_deactivated_groups: optional(flag()) },
    async handle({ params, db }) {
      const groups = (await allUserGroups(db)).map(wireUserGroup)
      return { user_groups: groups.filter(({ deactivated }) => !deactivated || params.include_deactivated_groups) }
    },
  })

  const direct = { user_group_id: UserGroupId, direct_member_only: optional(flag()) }
  api.get('/user_groups/:user_group_id/members', {
    access: 'user',
    params: direct,
    async handle({ params, db }) {
      const group = await groupById(db, params.user_group_id)
      if (params.direct_member_only) return { members: group.members }
      const active = new Set(await peopleOfRealm(db))
      return { members: (await userIdsIn(db, [group.id])).filter((id) => active.has(id)) }
    },
  })
  api.get('/user_groups/:user_group_id/members/:user_id', {
    access: 'user',
    params: { ...direct, user_id: UserId },
    async handle({ params, db }) {
      const group = await groupById(db, params.user_group_id)
      const isDirect = group.members.includes(params.user_id)
      const isMember = isDirect || (!params.direct_member_only && (await groupIdsOf(db, params.user_id)).has(group.id))
      return { is_user_group_member: isMember }
    },
  })
}

async function groupById(db: Db, id: UserGroupId): Promise<UserGroup> {
  const group = (await allUserGroups(db)).find((one) => one.id === id)
  if (!group) throw badRequest('Invalid user group')
  return group
}
