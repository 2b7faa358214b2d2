import type { Logger } from 'pino'
import type { Recorder } from './backups/journal/recorder.ts'
import type { Present } from './backups/restore/stage.ts'
import type { DataFolder } from './config/data-folder.ts'
import type { SettingsFile } from './config/landline-json.ts'
import type { SecretStore } from './config/secrets/secret-store.ts'
import type { SetupToken } from './config/setup-token.ts'
import type { Database } from './database/connection.ts'
import type { WriteGate } from './database/write-gate.ts'
import type { ApiRouter } from './http/api-router.ts'
import type { EventBus } from './realtime/bus.ts'
import type { EventQueues } from './realtime/queues.ts'

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
