import type { Backups } from '../backups/backups.ts'
import type { Moving } from '../backups/moving/moving.ts'
import type { Restores } from '../backups/restore/restores.ts'
import type { Watcher } from '../backups/watch/watcher.ts'
import type { DataFolder } from '../config/data-folder.ts'
import type { SettingsFile } from '../config/landline-json.ts'
import type { Problem } from '../config/problem.ts'
import type { Secrets } from '../config/secrets/choose.ts'
import type { Database } from '../database/connection.ts'
import type { Uploads } from '../uploads/uploads.ts'

/** What the owner's operations need of an open data folder. A feature that the contract gains a section for adds its part. */
export interface OwnersAppliance {
  readonly folder: DataFolder
  readonly settings: SettingsFile
  readonly secrets: Pick<Secrets, 'report'>
  readonly database: Database
  readonly features: {
    readonly uploads: Uploads
    readonly backups: Backups
    readonly moving: Moving
    readonly restores: Restores
    readonly watcher: Watcher
  }
  /** What the owner should know, though Landline runs. */
  readonly problems: readonly Problem[]
}

/** What they need of a server that serves it. */
export interface OwnersServer {
  readonly host: string
  /** Every address that reaches it, the one to hand out first and the one for this computer last. */
  readonly urls: readonly string[]
  readonly since: Date
  readonly isStopping: boolean
  peopleConnected(): number
  setupLink(): string
  /** Both begin a moment later, so that whoever asked hears that they will. */
  stop(): void
  restart(): void
}

/** On whose behalf a call is answered: the person who runs this appliance. Reaching a transport is what makes one the owner. */
export interface Owner {
  readonly version: string
  readonly appliance: OwnersAppliance
  /** Undefined while the folder is merely open, as the command line opens it when nothing runs. */
  readonly server: OwnersServer | undefined
}
