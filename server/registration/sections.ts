import { internalDomain } from '../accounts/email.ts'
import { accountDeactivated } from '../accounts/errors.ts'
import { findUser, type User } from '../accounts/find.ts'
import { alertWordsOf } from '../accounts/own-things/alert-words.ts'
import { mutedUsersOf } from '../accounts/own-things/muted-users.ts'
import { savedSnippetsOf } from '../accounts/own-things/saved-snippets.ts'
import { PeopleLists } from '../accounts/people-lists.ts'
import { defaultUserSettings } from '../accounts/settings/user-settings.ts'
import { passwordRules } from '../accounts/sign-in/passwords.ts'
import { legacySettings, viewerFields, wireSettings } from '../accounts/snapshot.ts'
import { viewerOf } from '../accounts/viewer.ts'
import type { Viewer } from '../api/viewer.ts'
import { botsKeptBy } from '../bots/snapshot.ts'
import { type ChannelSections, channelSections, channelSectionTypes } from '../channels/snapshot.ts'
import { mostToldOf } from '../channels/subscriptions/tell-joined.ts'
import type { Db } from '../database/connection.ts'
import { recentConversations, starredMessages } from '../messages/snapshot.ts'
import { unreadMessages } from '../messages/unread/snapshot.ts'
import { newestMessageId } from '../messages/unread/stored.ts'
import type { PresenceBoard } from '../presence/board.ts'
import { presenceSection, statusSection } from '../presence/snapshot.ts'
import { wireRealmEmoji } from '../realm/emoji.ts'
import { noOrganization } from '../realm/errors.ts'
import { findRealm, type Realm } from '../realm/find.ts'
import { GroupLists } from '../realm/groups/group-lists.ts'
import { wireLinkifiers } from '../realm/linkifiers/list.ts'
import { groupIdsOf } from '../realm/membership.ts'
import { realmFields } from '../realm/snapshot.ts'
import type { EventDialect } from '../realtime/event.ts'
import { thumbnailFormats } from '../uploads/images/thumbnail-formats.ts'
import { uploadLimits } from '../uploads/limits.ts'
import { wireIntegrations } from '../webhooks/integration.ts'
import { emojiDataPath } from './emoji-data.ts'
import { laterFields } from './later.ts'

/** Who registers, and how their client speaks. */
export interface Asked {
  readonly viewer: Viewer
  readonly dialect: EventDialect
  /** Where this client reaches us: links in the answer begin with it. */
  readonly origin: string
  /** With the full list of subscribers in each channel. */
  readonly includeSubscribers: boolean
  readonly presenceHistoryDays: number | undefined
}

/** What a section is made from. */
interface Context extends Asked {
  readonly channels: ChannelSections
  readonly db: Db
  readonly user: User
  readonly realm: Realm
  readonly wants: (...types: string[]) => boolean
}

type Fields = Readonly<Record<string, unknown>>
type Section = (context: Context) => Fields | Promise<Fields>

/** The parts of /register's answer, each by the event type that keeps it up to date. Clients ask for them by that name. */
export class Sections {
  readonly #people = new PeopleLists()
  readonly #groups = new GroupLists()
  readonly #presence: PresenceBoard

  constructor(presence: PresenceBoard) {
    this.#presence = presence
  }

  readonly #byType: Readonly<Record<string, Section>> = {
    ...laterFields,
    ...channelFields,
    alert_words: async ({ db, viewer }) => ({ alert_words: await alertWordsOf(db, viewer.id) }),
    message: async ({ db }) => ({ max_message_id: await newestMessageId(db) }),
    muted_users: async ({ db, viewer }) => ({ muted_users: await mutedUsersOf(db, viewer.id) }),
    presence: ({ db, dialect: { slimPresence }, presenceHistoryDays: historyDays }) =>
      presenceSection(db, this.#presence, { slimPresence, historyDays }),
    recent_private_conversations: async ({ db, viewer }) => ({
      recent_private_conversations: await recentConversations(db, viewer),
    }),
    realm: ({ realm, origin }) => ({
      ...realmFields(realm, origin),
      realm_bot_domain: internalDomain,
      ...signInFields,
      ...uploadFields,
      ...queueFields(origin),
    }),
    realm_bot: async ({ db, viewer }) => ({ realm_bots: await botsKeptBy(db, viewer) }),
    realm_emoji: async ({ db }) => ({ realm_emoji: await wireRealmEmoji(db) }),
    // Clients that cannot fill in URL templates are given none.
    realm_incoming_webhook_bots: () => ({ realm_incoming_webhook_bots: wireIntegrations }),
    realm_linkifiers: async ({ db, dialect }) => ({
      realm_linkifiers: dialect.linkifierUrlTemplate ? await wireLinkifiers(db) : [],
    }),
    realm_user: (context) => this.#realmUser(context),
    realm_user_groups: async ({ db, dialect }) => ({
      realm_user_groups: await this.#groups.for(db, { withDeactivated: dialect.includeDeactivatedGroups }),
    }),
    realm_user_settings_defaults: () => ({ realm_user_settings_defaults: settingsDefaults }),
    saved_snippets: async ({ db, viewer }) => ({ saved_snippets: await savedSnippetsOf(db, viewer.id) }),
    starred_messages: async ({ db, viewer }) => ({ starred_messages: await starredMessages(db, viewer) }),
    update_display_settings: ({ user, dialect }) => (dialect.userSettingsObject ? {} : legacySettings(user, 'display')),
    update_global_notifications: ({ user, dialect }) => (dialect.userSettingsObject ? {} : legacySettings(user, 'notifications')),
    update_message_flags: async ({ db, viewer, dialect }) => ({
      unread_msgs: await unreadMessages(db, viewer, dialect.emptyTopicName),
    }),
    user_status: ({ db }) => statusSection(db),
    user_settings: ({ user }) => ({ user_settings: wireSettings(user) }),
  }

  /** @param types those that the client wants; undefined: all */
  async collect(db: Db, asked: Asked, types: ReadonlySet<string> | undefined): Promise<Fields> {
    const [user, realm] = [await findUser(db, asked.viewer.id), await findRealm(db)]
    if (!user || !realm) throw noOrganization()
    if (user.isActive === 0) throw accountDeactivated() // since they were let in, a moment ago
    const wants = (...names: string[]) => names.every((name) => !types || types.has(name))
    const viewer = viewerOf(user)
    const channels = channelSections(db, viewer, { includeSubscribers: asked.includeSubscribers, ...asked.dialect })
    const context = { ...asked, viewer, db, user, realm, wants, channels }
    const fields: Record<string, unknown> = {}
    for (const [type, section] of Object.entries(this.#byType)) if (wants(type)) Object.assign(fields, await section(context))
    return fields
  }

  async #realmUser({ db, viewer, user, realm }: Context): Promise<Fields> {
    return {
      ...(await this.#people.for(db, viewer)),
      cross_realm_bots: await this.#people.systemBots(db),
      ...viewerFields(viewer, user, realm.settings, await groupIdsOf(db, viewer.id)),
    }
  }
}

const channelFields: Readonly<Record<string, Section>> = Object.fromEntries(
  channelSectionTypes.map((type): [string, Section] => [type, ({ channels }) => channels[type]()]),
)

const { allow_private_data_export: _ours, ...settingsDefaults } = defaultUserSettings

const signInFields = {
  realm_authentication_methods: { Email: { enabled: true, available: true } },
  realm_email_auth_enabled: true,
  realm_password_auth_enabled: true,
  password_min_length: passwordRules.minLength,
  password_max_length: passwordRules.maxLength,
  password_min_guesses: passwordRules.minGuesses,
}

const uploadFields = {
  max_file_upload_size_mib: uploadLimits.max_file_upload_size_mib,
  max_avatar_file_size_mib: uploadLimits.max_avatar_file_size_mib,
  max_icon_file_size_mib: uploadLimits.max_icon_file_size_mib,
  max_logo_file_size_mib: uploadLimits.max_logo_file_size_mib,
  server_thumbnail_formats: thumbnailFormats,
}

/** @param origin where this client reaches us */
const queueFields = (origin: string) => ({
  event_queue_longpoll_timeout_seconds: 90,
  server_emoji_data_url: origin + emojiDataPath,
  max_bulk_new_subscription_messages: mostToldOf,
})
