import { allUsers } from './accounts/roster.ts'
import { Backups } from './backups/backups.ts'
import { chosenIn } from './backups/chosen-settings.ts'
import { Moving } from './backups/moving/moving.ts'
import { bringBackPart } from './backups/restore/parts.ts'
import { Restores } from './backups/restore/restores.ts'
import { Watcher } from './backups/watch/watcher.ts'
import type { Foundation } from './foundation.ts'
import { tellOwners } from './messages/notices.ts'
import type { SearchIndexer } from './messages/search/indexer.ts'
import type { Uploads } from './uploads/uploads.ts'

export interface BackupFeatures {
  readonly backups: Backups
  readonly moving: Moving
  readonly restores: Restores
  readonly watcher: Watcher
}

interface Chat {
  readonly uploads: Uploads
  readonly searchIndexer: SearchIndexer
  readonly warn: (error: unknown, sentence: string) => void
}

/** Puts what looks after the chat from outside on top of it. */
export function mountBackups(
  { database, folder, openSecretsIn, queues, recorder, secrets, settings, writes }: Foundation,
  { uploads, searchIndexer, warn }: Chat,
): BackupFeatures & { close(): Promise<void> } {
  const isGone = (): boolean => settings.get().movedTo !== null
  const backups = new Backups({
    folder,
    database,
    recorder,
    secrets,
    library: uploads.files,
    settings: chosenIn(settings),
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
    backups,
    moving,
    restores,
    watcher,
    async close() {
      watcher.stop()
      await Promise.all([restores.close(), backups.close()])
    },
  }
}
