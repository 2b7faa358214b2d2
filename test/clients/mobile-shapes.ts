import type { Answer } from '../support/person.ts'
import { clientFacts, sectionOf, type Table, tablesIn } from './facts.ts'
import { arrayOf, type Check, checkFor, objectOf, orAbsent } from './json-types.ts'
import { eventShapes } from './mobile-events.ts'

/**
 * What the mobile app cannot do without, field by field, as a check for each of its types. The app takes an answer that lacks
 * one for malformed: an account then never loads. From the tables on the app, which are read anew at each run.
 */
class MobileShapes {
  readonly #checks = new Map<string, Check>()

  constructor(text: string | undefined) {
    for (const [name, check] of Object.entries(this.#inWords)) this.#checks.set(name, check)
    if (text === undefined) this.#onlyTheMostNeeded()
    else this.#readFrom(text)
  }

  #readFrom(text: string): void {
    const section = sectionOf(text, '## 4. Mobile app')
    for (const table of tablesIn(section, ['field', 'JSON type', 'required?']))
      this.#checks.set(nameOf(table), this.#checkOf(table))
    for (const [event, check] of eventShapes(section, this.#named)) this.#checks.set(`event ${event}`, check)
    this.#mustKnow(section)
  }

  /** What is wrong with a value, as the app's type of this name. @throws Error where there is no such type */
  wrongWith(type: string, value: unknown): string[] {
    return this.#named(type)(value, type)
  }

  /** What is wrong with an event. Those that the app does not read need an id and a type alone. */
  wrongWithEvent(event: Answer): string[] {
    const first = objectOf({ id: checkFor('int', this.#named), type: checkFor('string', this.#named) })(event, 'event')
    const check = this.#checks.get(`event ${event.type} ${event.op}`) ?? this.#checks.get(`event ${event.type}`)
    return [...first, ...(check?.(event, `${event.type} ${event.op ?? ''}`) ?? [])]
  }

  /** The events that the app reads: `typing start`, `message`. */
  get events(): string[] {
    return [...this.#checks.keys()].filter((name) => name.startsWith('event ')).map((name) => name.slice(6))
  }

  #named = (name: string): Check => {
    return (value, at) => {
      const check = this.#checks.get(name)
      if (!check) throw new Error(`The mobile app’s type ${name} is nowhere described`)
      return check(value, at)
    }
  }

  #checkOf({ rows }: Table): Check {
    const fields = rows.map(([field = '', type = '', needed = '']) => {
      const check = checkFor(type, this.#named)
      return [field.replaceAll('`', ''), isOptional(needed) ? orAbsent(check) : check]
    })
    return objectOf(Object.fromEntries(fields))
  }

  /** Types that the text describes in sentences, not in tables. */
  readonly #inWords: Readonly<Record<string, Check>> = {
    Message: (value, at) => this.#message(value as Answer, at),
    Event: (value) => this.wrongWithEvent(value as Answer),
    GroupSettingValue: (value, at) => (Number.isSafeInteger(value) ? [] : this.#named('GroupSettingValueNameless')(value, at)),
    UserStatusChange: objectOf(this.#optional('string', 'status_text', 'emoji_name', 'emoji_code', 'reaction_type')),
    UserGroupUpdateData: objectOf({
      ...this.#optional('string', 'name', 'description'),
      ...this.#optional('bool', 'deactivated'),
    }),
    ChannelFolderChange: objectOf({
      ...this.#optional('string', 'name', 'description', 'rendered_description'),
      ...this.#optional('bool', 'is_archived'),
    }),
    ReportMessageType: checkFor('{key: string, name: string}', this.#named),
    ClientDevice: checkFor('object', this.#named),
  }

  #optional(type: string, ...fields: readonly string[]): Record<string, Check> {
    return Object.fromEntries(fields.map((field) => [field, orAbsent(checkFor(type, this.#named))]))
  }

  #message(message: Answer, at: string): string[] {
    const types = message.type === 'private' ? ['DmMessage'] : ['StreamMessage', 'StreamConversation']
    const isNamed = message.type === 'private' || typeof message.display_recipient === 'string'
    return [
      ...(['stream', 'private'].includes(message.type) ? [] : [`${at}.type is ${message.type}`]),
      ...(isNamed ? [] : [`${at}.display_recipient is not the channel’s name`]),
      ...(message.edit_history?.length === 0 ? [`${at}.edit_history is an empty list`] : []),
      ...types.flatMap((type) => this.#named(type)(message, at)),
      ...orAbsent(arrayOf(this.#named('Submessage')))(message.submessages, `${at}.submessages`),
    ]
  }

  /** Fails at once where the text names a type that it nowhere describes. */
  #mustKnow(section: string): void {
    for (const [, name] of section.matchAll(/^\| `\w+` \| (?:array of |object map \w+->)?([A-Z]\w+) \|/gm)) {
      if (!this.#checks.has(name!)) throw new Error(`The mobile app’s type ${name} is nowhere described`)
    }
  }

  /** Without the text: the fields of the largest answers, by name. */
  #onlyTheMostNeeded(): void {
    for (const [name, fields] of Object.entries(mostNeeded)) {
      const present: Check = (value, at) => (value === undefined || value === null ? [`${at} is missing`] : [])
      this.#checks.set(name, objectOf(Object.fromEntries(fields.split(/\s+/).map((field) => [field, present]))))
    }
    const named = this.#named
    this.#named = (name) => (this.#checks.has(name) ? named(name) : () => [])
  }
}

const nameOf = ({ title }: Table): string => {
  const name = /^\*\*(\w+)\*\*/.exec(title)?.[1]
  if (!name) throw new Error(`A table of the mobile app’s has no name: “${title}”`)
  return name
}

/** A key that must be there and may be null says so in its type. */
function isOptional(needed: string): boolean {
  if (needed === '**yes**' || needed === 'required key may be null') return false
  if (needed === 'no (null or absent accepted)' || needed.startsWith('no, default ')) return true
  throw new Error(`“${needed}” is neither required nor optional`)
}

const message = `client content content_type id is_me_message reactions sender_email sender_full_name sender_id sender_realm_str
  timestamp flags`
const mostNeeded = {
  GetServerSettingsResult: `authentication_methods external_authentication_methods zulip_feature_level zulip_version
    zulip_merge_base push_notifications_enabled is_incompatible email_auth_enabled require_email_format_usernames realm_uri
    realm_name realm_icon realm_description realm_web_public_access_enabled`,
  InitialSnapshot: `queue_id last_event_id zulip_feature_level zulip_version zulip_merge_base alert_words custom_profile_fields
    max_stream_name_length max_topic_length server_presence_ping_interval_seconds server_presence_offline_threshold_seconds
    muted_users presences realm_emoji realm_user_groups recent_private_conversations subscriptions unread_msgs starred_messages
    streams user_status user_settings user_topics realm_wildcard_mention_policy realm_name realm_waiting_period_threshold
    realm_allow_message_editing realm_enable_read_receipts realm_icon_url realm_presence_disabled
    realm_default_external_accounts max_file_upload_size_mib server_emoji_data_url event_queue_longpoll_timeout_seconds
    realm_users realm_non_active_users cross_realm_bots`,
  GetMessagesResult: 'anchor found_newest found_oldest found_anchor history_limited messages',
  StreamMessage: `${message} stream_id subject`,
  DmMessage: `${message} display_recipient`,
}

export const mobile = new MobileShapes(clientFacts())
