import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Destination, destinationName, Retention } from '../../config/backup-settings.ts'
import { call, Time } from './call.ts'

const Name = z.string().min(1)

/** Why what need not be kept could not be removed. */
const Untidied = z.object({ message: z.string(), nextStep: z.string() }).nullable()

const Success = z.object({
  snapshot: z.string(),
  at: Time,
  seconds: z.number(),
  /** Of all that it holds. */
  bytes: z.number(),
  /** What it took. */
  newBytes: z.number(),
  /** Files that could not be read. */
  missing: z.number(),
  untidied: Untidied,
})

const Key = z.object({ id: z.string(), createdAt: Time, provedAt: Time.nullable() })

const Drill = z.object({ at: Time, snapshot: z.string(), isFine: z.boolean(), message: z.string() })

export const BackupStatus = z.object({
  underWay: z
    .object({
      what: z.enum(['backup', 'verify', 'drill', 'prune', 'keys']),
      destination: z.string(),
      since: Time,
      stage: z.enum(['files', 'database', 'reading back', 'tidying up']).nullable(),
      /** Bytes of the stage; `of` is 0 where nobody knows. */
      done: z.number(),
      of: z.number(),
    })
    .nullable(),
  /** Cron text in the time of this computer. */
  schedule: z.string().nullable(),
  /** Null where nothing is scheduled or nobody serves. */
  nextRun: Time.nullable(),
  retention: Retention,
  copyFromBuckets: z.boolean(),
  destinations: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['local', 'folder', 'bucket']),
      where: z.string(),
      verified: Success.nullable(),
      /** The last try failed. */
      failure: z.object({ at: Time, message: z.string(), nextStep: z.string() }).nullable(),
      /** What was said since the last backup follows within seconds: all until `at` is there. Null where nobody serves. */
      follows: z.object({ at: Time.nullable(), failure: z.string().nullable() }).nullable(),
    }),
  ),
  keys: z.array(Key),
  drill: Drill.nullable(),
  /** Backups of the last months, oldest first. */
  history: z.array(z.object({ destination: z.string(), at: Time, seconds: z.number(), bytes: z.number(), newBytes: z.number() })),
})
export type BackupStatus = z.infer<typeof BackupStatus>

const Made = z.object({
  destination: z.string(),
  snapshot: z.string(),
  files: z.number(),
  bytes: z.number(),
  newBytes: z.number(),
  /** Files that could not be read. */
  missing: z.array(z.object({ key: z.string(), bytes: z.number(), cause: z.string() })).readonly(),
  isSealed: z.boolean(),
  untidied: Untidied,
})

export const SnapshotFacts = z.object({
  snapshot: z.string(),
  createdAt: Time,
  isSealed: z.boolean(),
  verifiedAt: Time.nullable(),
  drilledAt: Time.nullable(),
  /** What is in it; null for one that cannot be read, which `flaw` explains. */
  content: z
    .object({
      version: z.string(),
      os: z.string(),
      host: z.string(),
      reason: z.string(),
      organization: z.string().nullable(),
      people: z.number(),
      messages: z.number(),
      lastMessageAt: Time.nullable(),
      schemaVersion: z.number(),
      files: z.number(),
      bytes: z.number(),
      /** Files that stay in a bucket. */
      elsewhere: z.number(),
      missing: z.number(),
      hasSecrets: z.boolean(),
    })
    .nullable(),
  flaw: z.string().nullable(),
})
export type SnapshotFacts = z.infer<typeof SnapshotFacts>

export const BackupVerification = z.object({
  snapshots: z.number(),
  chunks: z.number(),
  bytes: z.number(),
  damages: z.array(z.object({ object: z.string(), cause: z.string(), snapshots: z.array(z.string()).readonly() })).readonly(),
  /** Sealed with a key that is not there. */
  notOpened: z.array(z.string()).readonly(),
})
export type BackupVerification = z.infer<typeof BackupVerification>

const At = z.object({ destination: Name.default('local') })

export const backups = {
  status: call.output(BackupStatus),
  /** The status now, and again whenever it has changed, twice a second at most. */
  watch: call.output(eventIterator(BackupStatus)),
  /** Backs up and verifies: to one destination, or to all of them. Refused where it failed everywhere. */
  create: call.input(z.object({ destination: Name.optional() })).output(z.array(Made)),
  /** Newest first. */
  list: call.input(At).output(z.array(SnapshotFacts)),
  show: call.input(At.extend({ snapshot: Name })).output(SnapshotFacts),
  /** Reads everything back. */
  verify: call.input(At).output(BackupVerification),
  /** Restores a snapshot, or the newest one, for nobody, starts a real server on it and reads a message through its API. */
  drill: call.input(At.extend({ snapshot: Name.default('latest') })).output(Drill),
  /** Writes a snapshot as plain files into a folder that is empty or does not exist. */
  export: call
    .input(At.extend({ snapshot: Name, to: Name }))
    .output(z.object({ snapshot: z.string(), files: z.number(), bytes: z.number() })),
  prune: call
    .input(At.extend({ dryRun: z.boolean().default(false) }))
    .output(z.object({ keep: z.array(z.string()), remove: z.array(z.string()), chunks: z.number(), bytes: z.number() })),
  /** What most people choose as the schedule; any other one is cron text. */
  presets: call.output(z.array(z.object({ name: z.string(), cron: z.string(), label: z.string() }))),
  /**
   * What these numbers would keep: of what is there, and of what the schedule makes once it has run for long enough (when each
   * of those was made, newest first, as if it were so now).
   */
  forecast: call
    .input(At.extend({ retention: Retention, schedule: z.string().nullable() }))
    .output(z.object({ keep: z.array(z.string()), remove: z.array(z.string()), later: z.array(Time) })),
  /** Makes a recovery key. This answer is the only time that anybody sees it. */
  createKey: call
    .input(z.object({ another: z.boolean().default(false) }))
    .output(z.object({ id: z.string(), key: z.string(), file: z.string() })),
  /** The owner shows that they have it. */
  proveKey: call.input(z.object({ key: z.string() })).output(Key),
  removeKey: call.input(z.object({ id: z.string() })),
  addDestination: call.input(z.object({ name: destinationName, destination: Destination, secret: z.string().min(1).nullable() })),
  /** What was backed up there stays there. */
  removeDestination: call.input(z.object({ name: Name })),
  change: call
    .input(
      z.object({
        schedule: z.string().nullable().optional(),
        retention: Retention.optional(),
        copyFromBuckets: z.boolean().optional(),
      }),
    )
    .output(BackupStatus),
}
