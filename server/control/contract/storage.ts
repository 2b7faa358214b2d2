import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { BucketSettings } from '../../config/storage-settings.ts'
import { type Acceptance, acceptances } from '../../uploads/check/outcome.ts'
import { allFileClasses, type FileClass } from '../../uploads/file-class.ts'
import { call, Time } from './call.ts'

const Tally = z.object({ files: z.number(), bytes: z.number() })
const ByClass = z.record(z.string(), Tally)
const Class = z.enum(allFileClasses as [FileClass, ...FileClass[]])
const AcceptedWord = z.enum(Object.keys(acceptances) as [Acceptance, ...Acceptance[]])
const Accepted = z.array(AcceptedWord).default([])
const Offer = BucketSettings.partial().extend({ createBucket: z.literal(true).optional() })

/** A bucket that need not be saved yet. Without a secret, the one that is stored for the same bucket is used. */
const Candidate = z.object({ bucket: BucketSettings, secret: z.string().min(1).nullable() })

export const CheckOutcome = z.object({
  /** From 1 to 13. */
  step: z.number(),
  id: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'accepted', 'failed', 'skipped']),
  ms: z.number(),
  cause: z.string().optional(),
  nextStep: z.string().optional(),
  /** The owner may accept it, by all of these words. */
  acceptAs: z.array(AcceptedWord).readonly().optional(),
  /** Values that would mend it. */
  offer: Offer.optional(),
  measured: z
    .object({ bytesPerSecondUp: z.number(), bytesPerSecondDown: z.number(), millisecondsPerRequest: z.number() })
    .optional(),
})
export type CheckOutcome = z.infer<typeof CheckOutcome>

/** A file that is lost or damaged, with the name that people gave it and who uploaded it, where it is a message's file. */
const Failure = z.object({
  key: z.string(),
  class: z.string(),
  filename: z.string().nullable(),
  uploader: z.string().nullable(),
  cause: z.string(),
})

export const MoveReport = z.object({
  state: z.enum(['running', 'paused', 'cancelled', 'finished']),
  to: z.string(),
  files: z.number(),
  bytes: z.number(),
  verified: z.number(),
  failed: z.array(Failure).readonly(),
  startedAt: Time,
  finishedAt: Time.nullable(),
})
export type MoveReport = z.infer<typeof MoveReport>

const MoveProgress = z.object({
  state: z.enum(['none', 'running', 'paused', 'cancelled', 'finished']),
  to: z.string().nullable(),
  moved: Tally,
  left: Tally,
  failed: z.number(),
  bytesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  waitingFor: z.string().nullable(),
})

export const ScrubReport = z.object({
  at: Time,
  checked: z.number(),
  bytes: z.number(),
  damaged: z.array(Failure.extend({ store: z.string() })).readonly(),
  unreachable: z.array(z.object({ store: z.string(), cause: z.string() })).readonly(),
  unused: Tally.nullable(),
  publicBuckets: z.array(z.string()).readonly(),
})

export const RepairReport = z.object({
  mended: z.number(),
  /** From which backups: `at` is when the file was backed up. Pictures that were only drawn again are not among them. */
  back: z.array(Failure.omit({ cause: true }).extend({ place: z.string(), at: Time })).readonly(),
  /** Not broken any more when looked at again. */
  whole: z.number(),
  lost: z.array(Failure).readonly(),
})
export type RepairReport = z.infer<typeof RepairReport>

const Health = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ok') }),
  z.object({ state: z.literal('away'), since: Time, cause: z.string(), nextStep: z.string() }),
])

export const StorageStatus = z.object({
  /** `local`, or the id of a bucket: where new files go. */
  current: z.string(),
  stores: z.array(
    z.object({
      id: z.string(),
      /** Null for the folder of this computer. */
      bucket: BucketSettings.nullable(),
      files: z.number(),
      bytes: z.number(),
      byClass: ByClass,
      health: Health,
    }),
  ),
  delivery: z.enum(['proxy', 'redirect']),
  /** Bytes of files that wait on this computer for their bucket. */
  waitingBytes: z.number(),
  /** Files that stay on this computer for a while although they have moved. */
  copiesHere: z.number(),
  /** Of uploads that a crash interrupted: removed from the stores since Landline started. */
  leftovers: Tally,
  cache: z.object({ bytes: z.number(), maxMib: z.number(), hits: z.number(), misses: z.number() }),
  keepCopiesDays: z.number(),
  /** Disk that files may take which wait for their bucket. */
  spoolMib: z.number(),
  move: MoveProgress,
  scrub: ScrubReport.nullable(),
})
export type StorageStatus = z.infer<typeof StorageStatus>

const Target = z.enum(['s3', 'local'])

export const Provider = z.object({
  id: z.string(),
  name: z.string(),
  endpoint: z.string().nullable(),
  regions: z.array(z.string()).readonly(),
  pathStyle: z.boolean(),
  note: z.string().optional(),
})

export const storage = {
  status: call.output(StorageStatus),
  /** The status now, and again whenever it has changed, twice a second at most. */
  watch: call.output(eventIterator(StorageStatus)),
  /** What fills in the form. */
  providers: call.output(z.array(Provider)),
  /** Tries a bucket: 13 outcomes, each as soon as it is known. */
  check: call.input(Candidate.extend({ accept: Accepted })).output(eventIterator(CheckOutcome)),
  createBucket: call.input(Candidate),
  /** Checks the bucket and, if that passes, uses it for new files from now on. With the same bucket, it changes the key. */
  useBucket: call
    .input(Candidate.extend({ accept: Accepted, delivery: z.enum(['proxy', 'redirect']).optional() }))
    .output(z.object({ store: z.string(), outcomes: z.array(CheckOutcome), status: StorageStatus })),
  /** New files go to this computer from now on. */
  useLocal: call.output(StorageStatus),
  change: call
    .input(
      z.object({
        delivery: z.enum(['proxy', 'redirect']).optional(),
        /** Counts from the next start on. */
        cacheMib: z.number().int().min(0).optional(),
        spoolMib: z.number().int().min(0).optional(),
        keepCopiesDays: z.number().int().min(0).optional(),
      }),
    )
    .output(StorageStatus),
  /** The policies that a bucket's key needs, as JSON to copy. */
  policy: call
    .input(BucketSettings.pick({ bucket: true, avatarsBucket: true, prefix: true }).partial())
    .output(z.object({ key: z.string(), avatarsBucket: z.string().nullable() })),
  /**
   * What a move would bring, also to a `bucket` that is not in use yet. The cost is about, in US dollars by list prices; null
   * where we know none.
   */
  planMove: call
    .input(z.object({ to: Target, bucket: BucketSettings.optional(), classes: z.array(Class).optional() }))
    .output(Tally.extend({ byClass: ByClass, cost: z.object({ perMonth: z.number(), once: z.number() }).nullable() })),
  /** Moves files; new ones go to the target from now on. It goes on by itself, also after a restart. */
  startMove: call.input(
    z.object({
      to: Target,
      classes: z.array(Class).optional(),
      parallel: z.number().int().min(1).max(32).optional(),
      bytesPerSecond: z.number().int().positive().nullable().optional(),
    }),
  ),
  pauseMove: call,
  resumeMove: call,
  /** Files that have moved stay where they are now. */
  cancelMove: call,
  /** Of the last move. With `wait`, once nothing is under way any more. */
  moveReport: call.input(z.object({ wait: z.boolean().default(false) })).output(MoveReport.nullable()),
  /** Removes the copies on this computer whose files are safe elsewhere. Answers how many there were. */
  removeCopies: call.output(z.object({ files: z.number() })),
  /** Reads files back and compares their hashes. */
  scrub: call.input(z.object({ all: z.boolean().default(false) })).output(ScrubReport),
  /** Brings back from backups, the newest first, what the last scrub or move found missing or damaged. */
  repair: call.output(RepairReport),
}
