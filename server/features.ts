import { join } from 'node:path'
import type { Logger } from 'pino'
import { endQueuesOfDeactivated } from './accounts/end-queues.ts'
import { allUsers } from './accounts/roster.ts'
import { accountRoutes } from './accounts/routes.ts'
import { noSignInLimits, signInLimits } from './accounts/sign-in/sign-in-limits.ts'
import { keepAccounts } from './accounts/upkeep.ts'
import { isMovedAway } from './api/away.ts'
import { Backups } from './backups/backups.ts'
import type { Recorder } from './backups/journal/recorder.ts'
import { Moving } from './backups/moving/moving.ts'
import { bringBackPart } from './backups/restore/parts.ts'
import { Restores } from './backups/restore/restores.ts'
import type { Present } from './backups/restore/stage.ts'
import { Watcher } from './backups/watch/watcher.ts'
import { botRoutes } from './bots/routes.ts'
import { getVisibleChannel } from './channels/find.ts'
import { channelRoutes } from './channels/routes.ts'
import type { DataFolder } from './config/data-folder.ts'
import type { SettingsFile } from './config/landline-json.ts'
import type { SecretStore } from './config/secrets/secret-store.ts'
import type { SetupToken } from './config/setup-token.ts'
import type { Database } from './database/connection.ts'
import type { WriteGate } from './database/write-gate.ts'
import type { ApiRouter } from './http/api-router.ts'
import { channelNews } from './messages/channel-news/news.ts'
import { tellOwners } from './messages/notices.ts'
import { openOutside } from './messages/rendering/outside.ts'
import { messageRoutes } from './messages/routes.ts'
import { keepSearchIndex, type SearchIndexer } from './messages/search/indexer.ts'
import { findEditable } from './messages/typing.ts'
import { mayReadUpload } from './messages/uploads.ts'
import { openPresenceBoard } from './presence/board.ts'
import { presenceRoutes } from './presence/routes.ts'
import { editTypingRoute } from './presence/typing-in-edit.ts'
import { realmRoutes } from './realm/routes.ts'
import type { EventBus } from './realtime/bus.ts'
import type { EventQueues } from './realtime/queues.ts'
import { eventRoutes } from './realtime/routes.ts'
import { registrationRoutes } from './registration/routes.ts'
import { uploadRoutes } from './uploads/routes.ts'
import { openUploads, type Uploads } from './uploads/uploads.ts'

/** What features are built from. */
export interface Foundation {
  readonly api: ApiRouter
  readonly bus: EventBus
  readonly database: Database
  readonly folder: DataFolder
  /** Off for tests and benches only. */
  readonly hasRateLimits: boolean
  readonly log: Logger
  /** Those of another folder, opened the way ours are. */
  readonly openSecretsIn: Present['openSecretsIn']
  readonly queues: EventQueues
  /** Writes down what is committed, for backups between snapshots. */
  readonly recorder: Recorder
  readonly secrets: SecretStore
  readonly settings: SettingsFile
  /** What whoever makes the organization must show. */
  readonly setupToken: SetupToken
  /** What `database` writes through. */
  readonly writes: WriteGate
}

/** What the control contract and the command line use of them. */
export interface Features {
  readonly api: ApiRouter
  readonly searchIndexer: SearchIndexer
  readonly uploads: Uploads
  readonly backups: Backups
  readonly moving: Moving
  readonly restores: Restores
  readonly watcher: Watcher
  close(): Promise<void>
}

/** Puts every feature in its place: the one list of what this server does. */
export async function mountFeatures(foundation: Foundation): Promise<Features> {
  const {
    api,
    bus,
    database,
    folder,
    hasRateLimits,
    log,
    openSecretsIn,
    queues,
    recorder,
    secrets,
    settings,
    setupToken,
    writes,
  } = foundation
  const warn = (err: unknown, sentence: string): void => {
    if (!isMovedAway(err)) log.warn({ err }, sentence) // else it is as it should be: nothing is written here any more
  }
  const uploads = await openUploads({
    database,
    folders: { uploads: folder.uploads, avatars: folder.avatars, cache: join(folder.path, 'cache'), logs: folder.logs },
    settings: {
      get: () => settings.get().storage,
      change: (storage) => settings.change({ storage }),
    },
    secrets,
    mayReadUpload,
    warn,
  })
  const presence = await openPresenceBoard({ database, bus, warn })
  const outside = openOutside({
    database,
    externalImageUrl: uploads.externalImages && ((url) => uploads.externalImages!.addressOf(url)),
    warn,
  })
  uploads.thumbnails.onUnreadable((path) => outside.dropPreviews(path))
  eventRoutes(api, queues)
  realmRoutes(api, getVisibleChannel)
  accountRoutes(api, hasRateLimits ? signInLimits() : noSignInLimits())
  endQueuesOfDeactivated(bus, queues)
  const stopKeepingAccounts = keepAccounts({ database, bus, warn })
  channelRoutes(api, channelNews)
  botRoutes(api)
  presenceRoutes(api, presence, bus)
  uploadRoutes(api, uploads)
  messageRoutes(api, outside)
  editTypingRoute(api, bus, findEditable)
  const searchIndexer = keepSearchIndex({ database, bus, warn })
  registrationRoutes(api, { database, presence, queues, setupToken })
  const isGone = (): boolean => settings.get().movedTo !== null
  const backups = new Backups({
    folder,
    database,
    recorder,
    secrets,
    library: uploads.files,
    settings: { get: () => settings.get().backups, change: (changed) => settings.change({ backups: changed }) },
    isGone,
    warn,
  })
  settings.onChange(() => backups.changedSettings.changed())
  const restores = new Restores({
    present: { folder: folder.path, settings, secrets, openSecretsIn },
    database,
    backups,
    bringBack: bringBackPart({
      database,
      library: uploads.files,
      folder: folder.path,
      async newGeneration() {
        for (const { id } of await allUsers(database.read)) queues.closeOf(id)
        await searchIndexer.catchUp()
      },
    }),
    warn,
  })
  const moving = new Moving({ backups, settings, writes, hangUp: () => queues.hangUp() })
  const watcher = new Watcher({
    backups,
    folder,
    database,
    secrets,
    isGone,
    tellOwners: (text) => database.inTransaction((trx) => tellOwners(trx, text)),
    warn,
  })
  return {
    api,
    searchIndexer,
    uploads,
    backups,
    moving,
    restores,
    watcher,
    async close() {
      watcher.stop()
      await Promise.all([restores.close(), backups.close()]) // first: they read the others’ files and rows
      stopKeepingAccounts()
      await outside.close()
      await searchIndexer.close()
      await presence.close()
      await uploads.close()
    },
  }
}
