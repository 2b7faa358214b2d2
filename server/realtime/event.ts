/** An event as a client reads it, without its id. https://zulip.com/api/get-events */
export interface PlainEvent {
  readonly type: string
  readonly [field: string]: unknown
}

/**
 * What a client said at /register about the events it understands. Zulip keeps old clients alive this way, and so do we.
 * @see https://zulip.com/api/register-queue#parameter-client_capabilities
 */
export interface EventDialect {
  readonly applyMarkdown: boolean
  readonly clientGravatar: boolean
  readonly slimPresence: boolean
  readonly notificationSettingsNull: boolean
  readonly bulkMessageDeletion: boolean
  readonly userAvatarUrlFieldOptional: boolean
  readonly streamTypingNotifications: boolean
  readonly userSettingsObject: boolean
  readonly linkifierUrlTemplate: boolean
  readonly userListIncomplete: boolean
  readonly includeDeactivatedGroups: boolean
  readonly archivedChannels: boolean
  readonly emptyTopicName: boolean
  readonly simplifiedPresenceEvents: boolean
}

/**
 * An event that reads differently in different dialects. `forDialect` is asked once per dialect, not once per reader;
 * several events, or none, may be the answer.
 */
export interface VariedEvent {
  readonly type: string
  forDialect(dialect: EventDialect): PlainEvent | readonly PlainEvent[] | undefined
}

export type ChatEvent = PlainEvent | VariedEvent

export const isVaried = (event: ChatEvent): event is VariedEvent =>
  'forDialect' in event && typeof event.forDialect === 'function'
