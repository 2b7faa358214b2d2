import type { UserId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import type { PlainEvent, VariedEvent } from '../../realtime/event.ts'
import { tellEmailChanged } from '../events.ts'
import { showEmail } from '../profile.ts'
import { type User, updateUser } from '../queries.ts'
import { type SettingValue, settingsOf, storedSettings, type UserSettings, userSettings } from './user-settings.ts'

/**
 * Stores what somebody chose for themselves and tells their other clients. Names that are no settings must not come here.
 * @see https://zulip.com/api/update-settings
 */
export async function changeSettings(trx: Trx, user: User, changes: UserSettings): Promise<void> {
  const before = settingsOf(user)
  const changed = Object.entries(changes).filter(([name, value]) => before[name] !== value)
  if (changed.length === 0) return
  const after: UserSettings = { ...before, ...Object.fromEntries(changed) }
  const settings = storedSettings(after)
  await updateUser(trx, user.id, { settings })
  for (const [name, value] of changed) tellSettingChanged(trx, user, name, value)
  if (before.email_address_visibility !== after.email_address_visibility) {
    const now = { ...user, settings }
    await showEmail(trx, now, after)
    await tellEmailChanged(trx, now)
  }
}

/** Also for `timezone`, which clients count among the settings. */
export function tellSettingChanged(trx: Trx, user: Pick<User, 'id' | 'email'>, name: string, value: SettingValue): void {
  const language = name === 'default_language' ? { language_name: languageName(String(value)) } : {}
  emit(trx, { type: 'user_settings', op: 'update', property: name, value, ...language }, [user.id as UserId])
  const legacy = legacyEvent(user, name, value, language)
  if (legacy) emit(trx, forOldClients(legacy), [user.id])
}

/** What clients heard before there was one event for all settings. */
function legacyEvent(user: Pick<User, 'email'>, name: string, value: SettingValue, language: object): PlainEvent | undefined {
  const kind = name === 'timezone' ? 'display' : userSettings[name]?.legacy
  if (kind === 'display') {
    return { type: 'update_display_settings', user: user.email, setting_name: name, setting: value, ...language }
  }
  if (kind === 'notifications') {
    return { type: 'update_global_notifications', user: user.email, notification_name: name, setting: value }
  }
  return undefined
}

const forOldClients = (event: PlainEvent): VariedEvent => ({
  type: event.type,
  forDialect: ({ userSettingsObject }) => (userSettingsObject ? undefined : event),
})

/** What a language calls itself: `de` is Deutsch. */
function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: 'language' }).of(code.replace('_', '-')) ?? code
  } catch {
    return code
  }
}
