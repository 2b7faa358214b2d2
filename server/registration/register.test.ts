import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('the mobile app finds every field it cannot do without', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const snapshot = await ada!.post('/register', asked.mobile)

  const missing = required.mobile.filter((field) => snapshot[field] === undefined || snapshot[field] === null)
  expect(missing).toEqual([])
  expect(snapshot.user_settings).toMatchObject({ emojiset: 'google', presence_enabled: true })
})

const asked = {
  mobile: {
    idle_queue_timeout: 'mobile',
    apply_markdown: true,
    client_gravatar: false,
    slim_presence: true,
    client_capabilities: {
      notification_settings_null: true,
      bulk_message_deletion: true,
      user_avatar_url_field_optional: true,
      stream_typing_notifications: true,
      user_settings_object: true,
      include_deactivated_groups: true,
      empty_topic_name: true,
      individual_emoji_changes: true,
    },
  },
}

const required = {
  mobile: [
    'queue_id',
    'last_event_id',
    'zulip_feature_level',
    'zulip_version',
    'zulip_merge_base',
    'alert_words',
    'custom_profile_fields',
    'max_stream_name_length',
    'max_topic_length',
    'server_presence_ping_interval_seconds',
    'server_presence_offline_threshold_seconds',
    'muted_users',
    'presences',
    'realm_emoji',
    'realm_user_groups',
    'recent_private_conversations',
    'subscriptions',
    'unread_msgs',
    'starred_messages',
    'streams',
    'user_status',
    'user_settings',
    'user_topics',
    'realm_wildcard_mention_policy',
    'realm_name',
    'realm_waiting_period_threshold',
    'realm_allow_message_editing',
    'realm_enable_read_receipts',
    'realm_icon_url',
    'realm_presence_disabled',
    'realm_default_external_accounts',
    'max_file_upload_size_mib',
    'server_emoji_data_url',
    'event_queue_longpoll_timeout_seconds',
    'realm_users',
    'realm_non_active_users',
    'cross_realm_bots',
  ],
}
