import type { BackupSettings } from '../config/backup-settings.ts'
import type { SettingsFile } from '../config/landline-json.ts'

/** What the owner chose, and what came of it that a restore needs. */
export interface ChosenSettings {
  get(): BackupSettings
  change(changes: Partial<BackupSettings>): void
}

/** The part of `landline.json` that is about backups. */
export function chosenIn(settings: Pick<SettingsFile, 'get' | 'change'>): ChosenSettings {
  const get = (): BackupSettings => settings.get().backups
  return { get, change: (changes) => settings.change({ backups: { ...get(), ...changes } }) }
}
