import { badRequest } from '../api/error.ts'
import { json, optional, rawText } from '../api/params.ts'
import type { Api, Call, Params } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import { changeRealm } from './change-settings.ts'
import { wireRealmEmoji } from './emoji.ts'
import { groupRoutes } from './groups/group-routes.ts'
import { linkifierRoutes } from './linkifiers/routes.ts'
import { type RealmSettingValue, realmSettingKinds, withOld } from './settings.ts'

export function realmRoutes(api: Api): void {
  settingRoutes(api)
  groupRoutes(api)
  linkifierRoutes(api)
  api.get('/realm/emoji', { access: 'user', handle: async ({ db }) => ({ emoji: await wireRealmEmoji(db) }) })
  api.get('/realm/profile_fields', { access: 'user', handle: async () => ({ custom_fields: [] }) }) // none can be made yet
}

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
