import type { EventDialect } from './event.ts'

const known = new Map<string, EventDialect>()

/** Equal dialects are one object, so that an event is rendered once for all who share it. */
export function internDialect(dialect: EventDialect): EventDialect {
  const key = JSON.stringify(Object.entries(dialect).sort())
  const same = known.get(key)
  if (same) return same
  known.set(key, dialect)
  return dialect
}

/** What a client asked for at /register, as JSON and flags. Absent capabilities are false. */
export interface DialectRequest {
  readonly apply_markdown?: boolean
  readonly client_gravatar?: boolean
  readonly slim_presence?: boolean
  readonly client_capabilities?: Readonly<Record<string, unknown>>
}

export function dialectOf({
  apply_markdown,
  client_gravatar,
  slim_presence,
  client_capabilities = {},
}: DialectRequest): EventDialect {
  const can = (capability: string): boolean => client_capabilities[capability] === true
  return internDialect({
    applyMarkdown: apply_markdown ?? false,
    clientGravatar: client_gravatar ?? true,
    slimPresence: slim_presence ?? false,
    notificationSettingsNull: can('notification_settings_null'),
    bulkMessageDeletion: can('bulk_message_deletion'),
    userAvatarUrlFieldOptional: can('user_avatar_url_field_optional'),
    streamTypingNotifications: can('stream_typing_notifications'),
    userSettingsObject: can('user_settings_object'),
    linkifierUrlTemplate: can('linkifier_url_template'),
    userListIncomplete: can('user_list_incomplete'),
    includeDeactivatedGroups: can('include_deactivated_groups'),
    archivedChannels: can('archived_channels'),
    emptyTopicName: can('empty_topic_name'),
    simplifiedPresenceEvents: can('simplified_presence_events'),
  })
}
