import { z } from 'zod'
import { BucketSettings } from './storage-settings.ts'

const Hex = z.string().regex(/^([0-9a-f]{2})+$/)

/** The key that seals backups, itself sealed with a recovery key. Useless without that, so it lies openly in every repository. */
export const KeySlot = z.object({
  id: z.string().regex(/^[0-9a-f]{8}$/),
  /** Unix seconds. */
  createdAt: z.number(),
  memoryKib: z
    .number()
    .int()
    .max(1024 * 1024),
  passes: z.number().int().max(64),
  salt: Hex,
  nonce: Hex,
  sealed: Hex,
})
export type KeySlot = z.infer<typeof KeySlot>

/** `provedAt`: when the owner last showed that they have it, in Unix seconds. */
const KnownKey = KeySlot.extend({ provedAt: z.number().nullable() })
export type KnownKey = z.infer<typeof KnownKey>

/** How many snapshots to keep: the newest of each hour, day, week and month. */
export const Retention = z.object({
  hourly: z.number().int().min(0),
  daily: z.number().int().min(0),
  weekly: z.number().int().min(0),
  monthly: z.number().int().min(0),
})
export type Retention = z.infer<typeof Retention>

/** A folder, perhaps on a stick or a NAS, or a bucket, whose key lies in the secret store. */
export const Destination = z.union([z.strictObject({ folder: z.string().min(1) }), z.strictObject({ bucket: BucketSettings })])
export type Destination = z.infer<typeof Destination>

export const destinationName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,49}$/u)

/** When, where to, and for how long. */
export const BackupSettings = z.strictObject({
  /** Which Landline the backups are of; it goes along in a restore. Null until the first one. */
  applianceId: z.string().nullable(),
  /** Cron text in the time of this computer; null for none. */
  schedule: z.string().nullable(),
  retention: Retention,
  /** Besides the folder of this computer. */
  destinations: z.record(destinationName, Destination),
  /** Whether files that are in a bucket are copied into backups, or only listed. */
  copyFromBuckets: z.boolean(),
  keys: z.array(KnownKey),
  /** Ids of keys that shall open nothing any more: a place that was not there when they were removed learns of it later. */
  removedKeys: z.array(z.string()).default([]),
})
export type BackupSettings = z.infer<typeof BackupSettings>

export const initialBackups: BackupSettings = {
  applianceId: null,
  schedule: '0 2 * * *',
  retention: { hourly: 24, daily: 7, weekly: 4, monthly: 6 },
  destinations: {},
  copyFromBuckets: false,
  keys: [],
  removedKeys: [],
}
