import { badRequest } from '../api/error.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { checkRealmName } from './create.ts'
import { noOrganization } from './errors.ts'
import { realmChanged, tellRealm } from './events.ts'
import { allUserGroups } from './groups/groups.ts'
import { findRealmRow, updateRealmRow } from './queries.ts'
import {
  defaultRealmSettings,
  type GroupSetting,
  parseRealmSettings,
  type RealmSettingValue,
  realmSettingKinds,
} from './settings.ts'

const longestDescription = 1000

export interface RealmChanges {
  readonly name?: string
  readonly description?: string
  readonly settings: Readonly<Record<string, RealmSettingValue>>
}

/**
 * Changes what the organization is called and what it chooses, and tells everyone.
 * @throws ApiError where a choice is an owner's, or names a group that is not there
 */
export async function changeRealm(trx: Trx, viewer: Pick<Viewer, 'role'>, changes: RealmChanges): Promise<void> {
  const realm = await findRealmRow(trx)
  if (!realm) throw noOrganization()
  const before = parseRealmSettings(realm.settings)
  const changed = Object.entries(changes.settings).filter(([name, value]) => !isSame(before[name]!, value))
  for (const [name] of changed) {
    if (realmSettingKinds[name]?.ownersOnly && !isAtLeast(viewer, Role.owner)) throw badRequest('Must be an organization owner')
  }
  await checkGroups(trx, changed)
  const name = changes.name === undefined ? realm.name : checkRealmName(changes.name)
  const description = changes.description ?? realm.description
  if ([...description].length > longestDescription) throw badRequest('Organization description is too long.')

  await updateRealmRow(trx, { name, description, settings: stored({ ...before, ...Object.fromEntries(changed) }) })
  if (name !== realm.name) await tellRealm(trx, realmChanged('name', name))
  if (description !== realm.description) await tellRealm(trx, realmChanged('description', description))
  for (const [setting, value] of changed) await tellRealm(trx, realmChanged(setting, value))
}

const isSame = (a: RealmSettingValue, b: RealmSettingValue): boolean => JSON.stringify(a) === JSON.stringify(b)

const stored = (settings: Readonly<Record<string, RealmSettingValue>>): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(settings).filter(([name, value]) => !isSame(value, defaultRealmSettings[name]!))),
  )

/** @throws ApiError when a permission would belong to a group that does not exist */
async function checkGroups(trx: Trx, changed: readonly (readonly [string, RealmSettingValue])[]): Promise<void> {
  const permissions = changed.filter(([name]) => realmSettingKinds[name]?.isPermission)
  if (permissions.length === 0) return
  const known = new Set<number>((await allUserGroups(trx)).filter(({ isDeactivated }) => !isDeactivated).map(({ id }) => id))
  for (const [name, value] of permissions) {
    const setting = value as GroupSetting
    const groups = typeof setting === 'number' ? [setting] : setting.direct_subgroups
    if (!groups.every((id) => known.has(id))) throw badRequest(`Invalid user group ID in ${name}`)
  }
}
