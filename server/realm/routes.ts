import { badRequest } from '../api/error.ts'
import type { ChannelId } from '../api/ids.ts'
import { json, optional, rawText } from '../api/params.ts'
import type { Api, Call, Params } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { changeRealm } from './change-settings.ts'
import { wireRealmEmoji } from './emoji.ts'
import { groupRoutes } from './groups/group-routes.ts'
import { linkifierRoutes } from './linkifiers/routes.ts'
import { type RealmSettingValue, realmSettingKinds, withOld } from './settings.ts'

/** @throws ApiError where the viewer knows of no such channel. Channels can tell: that feature is above this one. */
export type CheckChannel = (db: Db, viewer: Viewer, id: ChannelId) => Promise<unknown>

export function realmRoutes(api: Api, checkChannel: CheckChannel): void {
  settingRoutes(api, checkChannel)
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

function settingRoutes(api: Api, checkChannel: CheckChannel): void {
  api.patch('/realm', {
    access: 'admin',
    params: { name: optional(rawText()), description: optional(rawText()), ...settingParams },
    handle: (call) => patchRealm(call as Call<Params, Viewer>, checkChannel),
  })
}

async function patchRealm({ viewer, params, db, inTransaction }: Call<Params, Viewer>, checkChannel: CheckChannel) {
  const { name, description, ...rest } = params as Record<string, RealmSettingValue | undefined>
  const settings = Object.entries(rest).filter((entry): entry is [string, RealmSettingValue] => entry[1] !== undefined)
  for (const [setting, value] of settings) {
    if (realmSettingKinds[setting]?.isFixed) throw badRequest(`Landline does not know how to change ${setting} yet.`)
    if (realmSettingKinds[setting]?.isChannel && value !== -1) await checkChannel(db, viewer, value as ChannelId)
  }
  const changes = { name: name as string, description: description as string, settings: Object.fromEntries(settings) }
  await inTransaction((trx) => changeRealm(trx, viewer, changes))
  return {}
}
