import { zulipVersion } from '../api/zulip-version.ts'
import { externalAccounts } from './external-accounts.ts'
import type { Realm } from './find.ts'
import { permissionSettings } from './permission-settings.ts'
import { realmPictureFields } from './pictures.ts'
import { commonPolicy, webPublicPolicy, wildcardPolicy } from './policies.ts'

/** How long names and texts may be, in characters. */
export const textLimits = {
  max_stream_name_length: 60,
  max_stream_description_length: 1024,
  max_channel_folder_name_length: 60,
  max_channel_folder_description_length: 1024,
  max_topic_length: 60,
  max_message_length: 10_000,
  max_reminder_note_length: 10_000,
} as const

/** How the organization's topic without a name is shown to clients that cannot show none. */
export const emptyTopicName = 'general chat'

/** Every choice of the organization, as `realm_` + its name. */
function choices({ settings }: Realm): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`realm_${name}`, value]))
}

/** Fields that say an older thing in an older way. */
function legacyChoices({ settings }: Realm) {
  return {
    realm_allow_edit_history: settings.message_edit_history_visibility_policy !== 'none',
    realm_mandatory_topics: settings.topics_policy === 'disable_empty_topic',
    realm_create_public_stream_policy: commonPolicy(settings.can_create_public_channel_group),
    realm_create_private_stream_policy: commonPolicy(settings.can_create_private_channel_group),
    realm_create_web_public_stream_policy: webPublicPolicy(settings.can_create_web_public_channel_group),
    realm_wildcard_mention_policy: wildcardPolicy(settings.can_mention_many_users_group),
  }
}

/** What this server does and does not, whoever asks. */
const abilities = {
  ...zulipVersion,
  ...textLimits,
  development_environment: false,
  giphy_rating_options: { disabled: { id: 0, name: 'GIPHY integration disabled' } },
  jitsi_server_url: '',
  realm_available_video_chat_providers: { disabled: { id: 0, name: 'None' }, jitsi_meet: { id: 1, name: 'Jitsi Meet' } },
  realm_default_external_accounts: externalAccounts,
  realm_empty_topic_display_name: emptyTopicName,
  realm_is_zephyr_mirror_realm: false,
  realm_plan_type: 1,
  realm_presence_disabled: false,
  realm_push_notifications_enabled: false,
  realm_push_notifications_enabled_end_timestamp: null,
  realm_upload_quota_mib: null,
  server_avatar_changes_disabled: false,
  server_can_summarize_topics: false,
  server_inline_image_preview: true,
  server_inline_url_embed_preview: true,
  server_jitsi_server_url: null,
  server_max_deactivated_realm_deletion_days: null,
  server_min_deactivated_realm_deletion_days: 14,
  server_name_changes_disabled: false,
  server_needs_upgrade: false,
  server_presence_offline_threshold_seconds: 140,
  server_presence_ping_interval_seconds: 60,
  server_supported_permission_settings: permissionSettings,
  server_typing_started_expiry_period_milliseconds: 45_000,
  server_typing_started_wait_period_milliseconds: 30_000,
  server_typing_stopped_wait_period_milliseconds: 12_000,
  server_web_public_streams_enabled: false,
  settings_send_digest_emails: false,
  upgrade_text_for_wide_organization_logo: '',
  zulip_plan_is_not_limited: true,
} as const

/** The `realm` part of /register that is the organization's own. @param origin where this client reaches us */
export function realmFields(realm: Realm, origin: string): Record<string, unknown> {
  return {
    ...abilities,
    ...choices(realm),
    ...legacyChoices(realm),
    realm_name: realm.name,
    realm_description: realm.description,
    realm_date_created: realm.createdAt,
    ...realmPictureFields(realm),
    realm_uri: origin,
    realm_url: origin,
    server_generation: realm.createdAt,
  }
}
