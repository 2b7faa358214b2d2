import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { BucketSettings } from '../../config/storage-settings.ts'
import { SnapshotFacts } from './backups.ts'
import { call, Time } from './call.ts'
import { Provider } from './storage.ts'

const Name = z.string().min(1)

/** Where backups are: one of our own destinations, or any folder or bucket. `key` is the recovery key as it was typed. */
export const RestoreSource = z.union([
  z.strictObject({ destination: Name }),
  z.strictObject({ folder: Name, key: z.string().optional() }),
  z.strictObject({ bucket: BucketSettings, secret: Name, key: z.string().optional() }),
])
export type RestoreSource = z.infer<typeof RestoreSource>

export const Repository = z.object({
  organization: z.string(),
  /** Made by this very Landline, or by what it was restored from. */
  isOurs: z.boolean(),
  /** Some are sealed, and no key was given: `content` of those is null until `key` is. */
  needsKey: z.boolean(),
  /** Newest first. */
  snapshots: z.array(SnapshotFacts),
  /** From when to when the chat can be brought back to the second, the newest first. */
  periods: z.array(z.object({ from: Time, to: Time })),
})
export type Repository = z.infer<typeof Repository>

const Counts = z.object({
  organization: z.string().nullable(),
  people: z.number(),
  messages: z.number(),
  lastMessageAt: Time.nullable(),
})

const Network = z.object({
  port: z.number(),
  openToNetwork: z.boolean(),
  host: z.string().nullable(),
  publicUrl: z.string().nullable(),
})

export const RestorePreview = z.object({
  snapshot: SnapshotFacts,
  /** What is here now and would be replaced; null where there is no organization yet, or the database cannot be read. */
  present: Counts.nullable(),
  network: z.object({ present: Network, snapshot: Network }),
  /** Of the disk of the data folder, meanwhile. */
  neededBytes: z.number(),
  freeBytes: z.number(),
  /** What to know first: whole sentences, such as that passwords are not in it. */
  notes: z.array(z.string()),
})
export type RestorePreview = z.infer<typeof RestorePreview>

/**
 * `files`: uploads of the present organization that are missing or damaged. `channel` and `message` go back into the present
 * organization; `message` is one with the history of its edits.
 */
export const RestoreChoice = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('everything'),
    /** Port, addresses and whether other computers may connect stay this machine's. */
    keepNetworkSettings: z.boolean().default(true),
    /** Go on where no safety snapshot of the present can be taken. */
    evenWithoutSafetySnapshot: z.boolean().default(false),
  }),
  z.object({ what: z.literal('files') }),
  z.object({ what: z.literal('channel'), channelId: z.number().int() }),
  z.object({ what: z.literal('message'), messageId: z.number().int() }),
])
export type RestoreChoice = z.infer<typeof RestoreChoice>

const restoreStages = ['unpacking', 'verifying', 'safety snapshot', 'restarting', 'bringing back'] as const

const outcomes = ['done', 'rolled back', 'failed', 'cancelled'] as const

export const RestoreResult = z.object({
  outcome: z.enum(outcomes),
  at: Time,
  what: z.enum(['everything', 'files', 'channel', 'message']),
  snapshot: z.string(),
  /** Null where all went well. SAFETY_SNAPSHOT_FAILED: start again with `evenWithoutSafetySnapshot` to go on all the same. */
  code: z.string().nullable(),
  /** A whole sentence: what came back, or why nothing did. */
  message: z.string(),
  nextStep: z.string().nullable(),
  /** More to know, in whole sentences. */
  notes: z.array(z.string()),
  /** What was here before, until then: a folder of this computer. */
  replaced: z.object({ folder: z.string(), keptUntil: Time }).nullable(),
  safetySnapshot: z.string().nullable(),
})
export type RestoreResult = z.infer<typeof RestoreResult>

export const RestoreStatus = z.object({
  underWay: z
    .object({
      what: z.enum(['everything', 'files', 'channel', 'message']),
      snapshot: z.string(),
      stage: z.enum(restoreStages),
      /** Of the stage; `total` is 0 where nobody knows. */
      done: z.number(),
      total: z.number(),
      since: Time,
      mayCancel: z.boolean(),
    })
    .nullable(),
  /** How the last one ended, until somebody dismisses it or begins another. */
  result: RestoreResult.nullable(),
})
export type RestoreStatus = z.infer<typeof RestoreStatus>

const Of = z.object({ source: RestoreSource, snapshot: Name })

/** Also answered to whoever holds the setup link, while there is no organization: that page gets this section and nothing else. */
export const restores = {
  /** What fills in the form of a bucket. */
  providers: call.output(z.array(Provider)),
  /** What backups are there. */
  list: call.input(RestoreSource).output(Repository),
  /** What a snapshot holds and what bringing it back would change, before anything happens. */
  preview: call.input(Of).output(RestorePreview),
  /** Its channels, to choose one of. Reads the database of the snapshot, which takes a while. */
  channels: call.input(Of).output(
    z.array(
      z.object({
        channelId: z.number(),
        name: z.string(),
        isArchived: z.boolean(),
        messages: z.number(),
        lastMessageAt: Time.nullable(),
        /** Whether the present organization has it. */
        isHere: z.boolean(),
      }),
    ),
  ),
  /**
   * Begins, and resolves at once; `watch` tells the rest. Bringing back everything restarts the server: the line ends, and the
   * result is there once it can be opened again. Everything can be had as it was at a `moment`, a
   * second within one of the `periods`, whatever snapshot that takes; `latest` is the newest snapshot with all that followed it.
   */
  start: call.input(Of.extend({ choice: RestoreChoice, moment: Time.optional() })),
  status: call.output(RestoreStatus),
  /** The status now, and again whenever it has changed, twice a second at most. */
  watch: call.output(eventIterator(RestoreStatus)),
  /** Until the stage `restarting`; what is there stays as it is. */
  cancel: call,
  /** The owner has seen the result. */
  dismiss: call,
}
