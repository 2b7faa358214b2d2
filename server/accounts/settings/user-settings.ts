import { z } from 'zod'

const oneOf = (...values: number[]) => z.literal(values)
const toggle = z.boolean()

interface Setting {
  readonly schema: z.ZodType
  readonly initial: boolean | number | string | null
  /** Which event and register fields old clients know it by, if they know it at all. */
  readonly legacy?: 'display' | 'notifications'
}

const setting = (initial: Setting['initial'], schema: z.ZodType, legacy?: Setting['legacy']): Setting => ({
  schema,
  initial,
  legacy,
})
const on = (legacy?: Setting['legacy']) => setting(true, toggle, legacy)
const off = (legacy?: Setting['legacy']) => setting(false, toggle, legacy)

export const emojiSets = { google: 'Google', twitter: 'Twitter', text: 'Plain text', 'google-blob': 'Google blobs' } as const

export const notificationSounds = ['ding', 'zulip'] as const

/** Who may read somebody's e-mail address. */
export const EmailVisibility = { everyone: 1, members: 2, admins: 3, nobody: 4, moderators: 5 } as const

const day = 24 * 60 * 60

/**
 * What each person may choose for themselves, with what holds until they do. `timezone` has a column of its own.
 * @see https://zulip.com/api/update-settings
 */
export const userSettings: Readonly<Record<string, Setting>> = {
  twenty_four_hour_time: setting(false, toggle.nullable(), 'display'),
  web_mark_read_on_scroll_policy: setting(1, oneOf(1, 2, 3)),
  web_channel_default_view: setting(1, oneOf(1, 2, 3, 4)),
  starred_message_counts: on('display'),
  receives_typing_notifications: on(),
  web_suggest_update_timezone: on(),
  fluid_layout_width: off('display'),
  high_contrast_mode: off('display'),
  web_font_size_px: setting(16, z.number().int().min(12).max(24)),
  web_line_height_percent: setting(140, z.number().int().min(100).max(200)),
  color_scheme: setting(1, oneOf(1, 2, 3), 'display'),
  translate_emoticons: off('display'),
  display_emoji_reaction_users: on(),
  default_language: setting('en', z.string().regex(/^[a-z]{2,3}([-_][A-Za-z]{2,8})?$/), 'display'),
  web_home_view: setting('inbox', z.enum(['inbox', 'recent_topics', 'recent', 'all_messages']), 'display'),
  web_escape_navigates_to_home_view: on(),
  left_side_userlist: off('display'),
  emojiset: setting('google', z.enum(Object.keys(emojiSets) as [string]), 'display'),
  demote_inactive_streams: setting(1, oneOf(1, 2, 3), 'display'),
  user_list_style: setting(2, oneOf(1, 2, 3)),
  web_animate_image_previews: setting('on_hover', z.enum(['always', 'on_hover', 'never'])),
  web_stream_unreads_count_display_policy: setting(2, oneOf(1, 2, 3)),
  hide_ai_features: off(),
  web_left_sidebar_show_channel_folders: on(),
  web_left_sidebar_unreads_count_summary: on(),
  enter_sends: off('display'),
  enable_drafts_synchronization: on('display'),
  enable_stream_desktop_notifications: off('notifications'),
  enable_stream_email_notifications: off('notifications'),
  enable_stream_push_notifications: off('notifications'),
  enable_stream_audible_notifications: off('notifications'),
  notification_sound: setting('zulip', z.enum([...notificationSounds, 'none']), 'notifications'),
  enable_desktop_notifications: on('notifications'),
  enable_sounds: on('notifications'),
  enable_followed_topic_desktop_notifications: on(),
  enable_followed_topic_email_notifications: on(),
  enable_followed_topic_push_notifications: on(),
  enable_followed_topic_audible_notifications: on(),
  email_notifications_batching_period_seconds: setting(
    120,
    z
      .number()
      .int()
      .min(1)
      .max(7 * day),
    'notifications',
  ),
  enable_offline_email_notifications: on('notifications'),
  enable_offline_push_notifications: on('notifications'),
  enable_online_push_notifications: on('notifications'),
  enable_digest_emails: on('notifications'),
  enable_marketing_emails: on('notifications'),
  enable_login_emails: on('notifications'),
  message_content_in_email_notifications: on('notifications'),
  pm_content_in_desktop_notifications: on('notifications'),
  wildcard_mentions_notify: on('notifications'),
  enable_followed_topic_wildcard_mentions_notify: on(),
  desktop_icon_count_display: setting(1, oneOf(1, 2, 3, 4), 'notifications'),
  realm_name_in_email_notifications_policy: setting(1, oneOf(1, 2, 3), 'notifications'),
  automatically_follow_topics_policy: setting(3, oneOf(1, 2, 3, 4)),
  automatically_unmute_topics_in_muted_streams_policy: setting(2, oneOf(1, 2, 3, 4)),
  automatically_follow_topics_where_mentioned: on(),
  resolved_topic_notice_auto_read_policy: setting('except_followed', z.enum(['always', 'except_followed', 'never'])),
  presence_enabled: on('notifications'),
  send_private_typing_notifications: on(),
  send_stream_typing_notifications: on(),
  send_read_receipts: on(),
  allow_private_data_export: off(),
  email_address_visibility: setting(EmailVisibility.everyone, oneOf(1, 2, 3, 4, 5)),
  web_navigate_to_sent_message: on(),
}

export type SettingValue = boolean | number | string | null
export type UserSettings = Readonly<Record<string, SettingValue>>

export const defaultUserSettings: UserSettings = Object.fromEntries(
  Object.entries(userSettings).map(([name, { initial }]) => [name, initial]),
)

const parsed = new Map<string, UserSettings>()

/** A person's settings: the defaults, and over them the stored differences (JSON). Equal texts share one object. */
export function settingsOf({ settings }: { readonly settings: string }): UserSettings {
  if (settings === '{}') return defaultUserSettings
  const known = parsed.get(settings)
  if (known) return known
  if (parsed.size > 5_000) parsed.clear()
  const whole = { ...defaultUserSettings, ...(JSON.parse(settings) as UserSettings) }
  parsed.set(settings, whole)
  return whole
}

/** The text to store for these settings: only what differs from the defaults. */
export function storedSettings(settings: UserSettings): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== defaultUserSettings[name])),
  )
}
