import { z } from 'zod'
import { badRequest } from '../../api/error.ts'
import { UserId } from '../../api/ids.ts'
import { json, optional, rawText, text } from '../../api/params.ts'
import type { Api, Call, Params, RequestFacts } from '../../api/route.ts'
import { isAtLeast, Role, type Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { realmSettings } from '../../realm/settings.ts'
import { addAlertWords, alertWordsOf, removeAlertWords } from '../own-things/alert-words.ts'
import { muteUser, unmuteUser } from '../own-things/muted-users.ts'
import { changeEmail, changeFullName, changeTimezone } from '../profile.ts'
import { findUser, type User, updateUser } from '../queries.ts'
import { checkPassword, hashPassword, verifyPassword } from '../sign-in/passwords.ts'
import { deleteSessionsOf } from '../sign-in/sessions.ts'
import type { SignInLimits } from '../sign-in/sign-in-limits.ts'
import { changeSettings, tellSettingChanged } from './change-settings.ts'
import { type UserSettings, userSettings } from './user-settings.ts'

const settingParams: Params = Object.fromEntries(
  Object.entries(userSettings).map(([name, { schema }]) => [name, optional(json(schema))]),
)

const accountParams = {
  full_name: optional(rawText()),
  email: optional(rawText()),
  old_password: optional(rawText()),
  new_password: optional(rawText()),
  timezone: optional(text()),
}
type AccountChange = { readonly [K in keyof typeof accountParams]: string | undefined }

export function settingsRoutes(api: Api, limits: SignInLimits): void {
  // The last two are of older clients.
  for (const path of ['/settings', '/settings/notifications', '/settings/display']) {
    api.patch(path, {
      access: 'user',
      params: { ...settingParams, ...accountParams },
      handle: (call) => patchSettings(call as SettingsCall, limits),
    })
  }
  alertWordRoutes(api)
  muteRoutes(api)
}

type SettingsCall = Call<Params, Viewer>

async function patchSettings({ viewer, params, request, db, inTransaction }: SettingsCall, limits: SignInLimits) {
  const account = params as unknown as AccountChange
  const passwordHash = await newPasswordHash((await findUser(db, viewer.id))!, account, limits)
  const settings = Object.entries(params).filter(([name, value]) => name in userSettings && value !== undefined)
  await inTransaction(async (trx) => {
    const user = (await findUser(trx, viewer.id))!
    if (passwordHash) await changePassword(trx, user, passwordHash, request)
    await changeAccount(trx, viewer, user, account)
    await changeSettings(trx, (await findUser(trx, viewer.id))!, Object.fromEntries(settings) as UserSettings)
  })
  return {}
}

/** Hashing takes its time: it must not happen inside a transaction, where everyone waits. */
async function newPasswordHash(
  user: User,
  { old_password, new_password }: AccountChange,
  limits: SignInLimits,
): Promise<string | undefined> {
  if (!new_password) return undefined
  await limits.check(user.deliveryEmail)
  if (!(await verifyPassword(user.passwordHash, old_password ?? ''))) {
    await limits.failed(user.deliveryEmail)
    throw badRequest('Wrong password!')
  }
  await checkPassword(new_password, [user.fullName, user.deliveryEmail])
  return await hashPassword(new_password)
}

/** Whoever knew the old one is signed out of every other browser. */
async function changePassword(trx: Trx, user: User, passwordHash: string, { signIn, credentialId }: RequestFacts): Promise<void> {
  await updateUser(trx, user.id, { passwordHash })
  await deleteSessionsOf(trx, user.id, signIn === 'session' ? credentialId : undefined)
}

async function changeAccount(trx: Trx, viewer: Viewer, user: User, { full_name, email, timezone }: AccountChange): Promise<void> {
  const realm = await realmSettings(trx)
  const isFree = isAtLeast(viewer, Role.admin)
  if (full_name && full_name !== user.fullName) {
    if (realm.name_changes_disabled && !isFree) throw badRequest('Name changes are disabled in this organization.')
    await changeFullName(trx, user, full_name)
  }
  if (email && email !== user.deliveryEmail) {
    if (realm.email_changes_disabled && !isFree) throw badRequest('Email address changes are disabled in this organization.')
    await changeEmail(trx, user, email)
  }
  if (timezone !== undefined && timezone !== user.timezone) {
    await changeTimezone(trx, user, timezone)
    tellSettingChanged(trx, user, 'timezone', timezone)
  }
}

function alertWordRoutes(api: Api): void {
  const words = { alert_words: json(z.array(z.string())) }
  api.get('/users/me/alert_words', {
    access: 'user',
    handle: async ({ viewer, db }) => ({ alert_words: await alertWordsOf(db, viewer.id) }),
  })
  api.post('/users/me/alert_words', {
    access: 'user',
    params: words,
    handle: async ({ viewer, params, inTransaction }) => ({
      alert_words: await inTransaction((trx) => addAlertWords(trx, viewer.id, params.alert_words)),
    }),
  })
  api.delete('/users/me/alert_words', {
    access: 'user',
    params: words,
    handle: async ({ viewer, params, inTransaction }) => ({
      alert_words: await inTransaction((trx) => removeAlertWords(trx, viewer.id, params.alert_words)),
    }),
  })
}

function muteRoutes(api: Api): void {
  api.post('/users/me/muted_users/:muted_user_id', {
    access: 'user',
    params: { muted_user_id: UserId },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => muteUser(trx, viewer.id, params.muted_user_id))
      return {}
    },
  })
  api.delete('/users/me/muted_users/:muted_user_id', {
    access: 'user',
    params: { muted_user_id: UserId },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => unmuteUser(trx, viewer.id, params.muted_user_id))
      return {}
    },
  })
}
