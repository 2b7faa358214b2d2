import { join } from 'node:path'
import { endQueuesOfDeactivated } from './accounts/end-queues.ts'
import { accountRoutes } from './accounts/routes.ts'
import { noSignInLimits, signInLimits } from './accounts/sign-in/sign-in-limits.ts'
import { keepAccounts } from './accounts/upkeep.ts'
import { isMovedAway } from './api/away.ts'
import { botRoutes } from './bots/routes.ts'
import { getVisibleChannel } from './channels/find.ts'
import { channelRoutes } from './channels/routes.ts'
import type { Foundation } from './foundation.ts'
import type { ApiRouter } from './http/api-router.ts'
import { channelNews } from './messages/channel-news/news.ts'
import { openOutside } from './messages/rendering/outside.ts'
import { messageRoutes } from './messages/routes.ts'
import { keepSearchIndex, type SearchIndexer } from './messages/search/indexer.ts'
import { findEditable } from './messages/typing.ts'
import { mayReadUpload } from './messages/uploads.ts'
import { type BackupFeatures, mountBackups } from './mount-backups.ts'
import { openPresenceBoard } from './presence/board.ts'
import { presenceRoutes } from './presence/routes.ts'
import { editTypingRoute } from './presence/typing-in-edit.ts'
import { realmRoutes } from './realm/routes.ts'
import { eventRoutes } from './realtime/routes.ts'
import { registrationRoutes } from './registration/routes.ts'
import { uploadRoutes } from './uploads/routes.ts'
import { openUploads, type Uploads } from './uploads/uploads.ts'
import { webhookRoutes } from './webhooks/routes.ts'

/** What the control contract and the command line use of them. */
export interface Features extends BackupFeatures {
  readonly api: ApiRouter
  readonly searchIndexer: SearchIndexer
  readonly uploads: Uploads
  close(): Promise<void>
}

/** Puts every feature in its place: the one list of what this server does. */
export async function mountFeatures(foundation: Foundation): Promise<Features> {
  const { api, bus, database, folder, hasRateLimits, log, queues, secrets, settings, setupToken } = foundation
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
  webhookRoutes(api, outside)
  editTypingRoute(api, bus, findEditable)
  const searchIndexer = keepSearchIndex({ database, bus, warn })
  registrationRoutes(api, { database, presence, queues, setupToken })
  const { close: closeBackups, ...backups } = mountBackups(foundation, { uploads, searchIndexer, warn })
  return {
    api,
    searchIndexer,
    uploads,
    ...backups,
    async close() {
      await closeBackups() // first: they read the others’ files and rows
      stopKeepingAccounts()
      await outside.close()
      await searchIndexer.close()
      await presence.close()
      await uploads.close()
    },
  }
}
