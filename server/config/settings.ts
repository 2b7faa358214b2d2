import { isIP } from 'node:net'
import { z } from 'zod'
import { BackupSettings, initialBackups } from './backup-settings.ts'
import { initialStorage, StorageSettings } from './storage-settings.ts'

/**
 * Spells LINE on a telephone. Fixed, so that the addresses people wrote down keep working; below the range from which
 * systems hand out ports, and not among those that browsers refuse (https://fetch.spec.whatwg.org/#port-blocking).
 */
export const usualPort = 5463

const isHostName = (value: string): boolean => isIP(value) > 0 || value === 'localhost'

const isOrigin = (value: string): boolean => {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
}

/** Where the chat went, when, and the backup that it took along. */
const MovedTo = z.strictObject({
  url: z.string().refine(isOrigin).nullable(),
  /** Unix seconds. */
  at: z.number(),
  backup: z.strictObject({ where: z.string(), snapshot: z.string(), isSealed: z.boolean() }),
})

interface Setting<T extends z.ZodType> {
  readonly schema: T
  readonly initial: z.infer<T>
  /** Ends the sentence “should be …”. */
  readonly shouldBe: string
}
const setting = <T extends z.ZodType>(schema: T, initial: z.infer<T>, shouldBe: string): Setting<T> => ({
  schema,
  initial,
  shouldBe,
})

/** Everything in `landline.json`. A later feature adds its lines here. Values that are secret never are among them. */
export const settingsTable = {
  port: setting(z.number().int().min(0).max(65535), usualPort, 'a whole number from 1 to 65535 (0 takes any free one)'),
  openToNetwork: setting(z.boolean(), false, 'true (other computers may connect) or false (this computer only)'),
  host: setting(
    z.string().refine(isHostName).nullable(),
    null,
    'one IP address of this computer, or null to decide by openToNetwork',
  ),
  publicUrl: setting(
    z.string().refine(isOrigin).nullable(),
    null,
    'the address that people type, like "https://chat.example.org" without a path, or null',
  ),
  tls: setting(z.enum(['off']), 'off', '"off"'),
  logLevel: setting(z.enum(['debug', 'info', 'warn', 'error']), 'info', '"debug", "info", "warn" or "error"'),
  secretStore: setting(z.enum(['keychain', 'file']).nullable(), null, '"keychain", "file", or null to let Landline choose'),
  keychainName: setting(
    z.string().min(1).max(100).nullable(),
    null,
    'the name under which the keychain lists the secrets, or null',
  ),
  movedTo: setting(MovedTo.nullable(), null, 'as `landline move` writes it'),
  storage: setting(StorageSettings, initialStorage, 'as `landline storage switch` writes it'),
  backups: setting(BackupSettings, initialBackups, 'as `landline backup` writes it'),
} as const

export type Settings = { -readonly [K in keyof typeof settingsTable]: z.infer<(typeof settingsTable)[K]['schema']> }
export type SettingName = keyof Settings

export const settingNames = Object.keys(settingsTable) as SettingName[]

export const initialSettings = Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].initial])) as Settings
