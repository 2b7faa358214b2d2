import type { UserGroupId } from '../api/ids.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import { isAmong } from '../realm/membership.ts'
import type { GroupSetting, RealmSettings } from '../realm/settings.ts'
import { avatarUrl, mediumAvatarUrl } from './avatar-url.ts'
import type { User } from './queries.ts'
import { emojiSets, notificationSounds, settingsOf, userSettings } from './settings/user-settings.ts'

/** The `realm_user` part of /register that is about the viewer. */
export function viewerFields(viewer: Viewer, user: User, settings: RealmSettings, groups: ReadonlySet<UserGroupId>) {
  const may = (setting: GroupSetting): boolean => isAmong(setting, viewer.id, groups)
  const mayCreatePublic = may(settings.can_create_public_channel_group)
  const mayCreatePrivate = may(settings.can_create_private_channel_group)
  return {
    user_id: viewer.id,
    email: user.email,
    delivery_email: user.deliveryEmail,
    full_name: user.fullName,
    avatar_source: user.avatarKey === null ? 'G' : 'U',
    avatar_url: avatarUrl(user),
    avatar_url_medium: mediumAvatarUrl(user),
    is_owner: isAtLeast(viewer, Role.owner),
    is_admin: isAtLeast(viewer, Role.admin),
    is_moderator: isAtLeast(viewer, Role.moderator),
    is_guest: viewer.role === Role.guest,
    can_create_streams: mayCreatePublic || mayCreatePrivate,
    can_create_public_streams: mayCreatePublic,
    can_create_private_streams: mayCreatePrivate,
    can_create_web_public_streams: false, // there are none here
    can_subscribe_other_users: may(settings.can_add_subscribers_group),
    can_invite_others_to_realm: may(settings.can_invite_users_group),
  }
}

const emojiset_choices = Object.entries(emojiSets).map(([key, text]) => ({ key, text }))

/** All settings of a person, as one object. */
export const wireSettings = (user: User) => ({
  ...settingsOf(user),
  timezone: user.timezone,
  emojiset_choices,
  available_notification_sounds: notificationSounds,
})

/** The settings that clients without `user_settings_object` look for at the top level, by the event that changes them. */
export function legacySettings(user: User, kind: 'display' | 'notifications'): Record<string, unknown> {
  const values = settingsOf(user)
  const fields = Object.fromEntries(
    Object.entries(userSettings)
      .filter(([, { legacy }]) => legacy === kind)
      .map(([name]) => [name, values[name]]),
  )
  if (kind === 'notifications') return { ...fields, available_notification_sounds: notificationSounds }
  return { ...fields, twenty_four_hour_time: values.twenty_four_hour_time === true, timezone: user.timezone, emojiset_choices }
}
