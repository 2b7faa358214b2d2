import { request } from './request.ts'
import type { Snapshot } from './snapshot.ts'

const capabilities = {
  notification_settings_null: true,
  bulk_message_deletion: true,
  user_avatar_url_field_optional: true,
  stream_typing_notifications: true,
  user_settings_object: true,
  linkifier_url_template: true,
  include_deactivated_groups: true,
  empty_topic_name: true,
  simplified_presence_events: true,
}

/** Opens an event queue and brings the state as of its start. */
export function register(): Promise<Snapshot> {
  return request('POST', '/register', {
    apply_markdown: true,
    client_gravatar: false,
    slim_presence: true,
    include_subscribers: false,
    client_capabilities: capabilities,
  })
}
