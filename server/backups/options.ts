import type { DataFolder } from '../config/data-folder.ts'
import type { SecretStore } from '../config/secrets/secret-store.ts'
import type { Database } from '../database/connection.ts'
import type { FileLibrary } from '../uploads/file-library.ts'
import { version } from '../version.ts'
import type { ChosenSettings } from './chosen-settings.ts'
import type { Recorder } from './journal/recorder.ts'
import type { Source } from './snapshot/take.ts'

/** What backups are made of, and what they are told by. */
export interface BackupsOptions {
  readonly folder: Pick<DataFolder, 'path' | 'backups' | 'settings'>
  readonly database: Database
  readonly secrets: SecretStore
  readonly library: Pick<FileLibrary, 'storeOf'>
  readonly settings: ChosenSettings
  /** What writes down changes between snapshots; without it there are snapshots only. */
  readonly recorder?: Recorder
  /** True once all of it is on another computer, which backs it up from now on. */
  readonly isGone?: () => boolean
  readonly warn?: (cause: unknown, sentence: string) => void
  /** Unix seconds. */
  readonly now?: () => number
}

export function sourceOf({ database, folder, secrets, library, recorder, settings }: BackupsOptions): Source {
  const files = { library, copyFromBuckets: settings.get().copyFromBuckets }
  return { database, settingsFile: folder.settings, secrets, files, version, ...(recorder && { recorder }) }
}
