import { z } from 'zod'

/** Where a bucket is and how to speak to it. The secret key is not among it: it lies in the secret store. */
export const BucketSettings = z.strictObject({
  /** Null for AWS, which has one for each region. */
  endpoint: z.url({ protocol: /^https?$/ }).nullable(),
  region: z.string().min(1),
  bucket: z.string().min(3).max(255),
  /** For pictures that everyone may see, where the owner wants them in a bucket of their own. */
  avatarsBucket: z.string().min(3).max(255).nullable(),
  /** Before every key, e.g. `landline/`. */
  prefix: z.string().max(200),
  /** The bucket in the path of addresses instead of the host. */
  pathStyle: z.boolean(),
  accessKeyId: z.string().min(1),
  /** The key may not list the bucket, so that the provider calls missing files forbidden. */
  hidesMissing: z.boolean(),
  /** As the provider calls it, like `STANDARD_IA`; left out for its usual one. */
  storageClass: z
    .string()
    .regex(/^[A-Z0-9_-]{1,64}$/)
    .optional(),
  /** Of an authority that signs the provider's certificate and that computers do not know by themselves, as PEM. */
  certificateAuthority: z.string().max(100_000).optional(),
  /** What its owner put up with when it was checked, in the words of the checks. */
  accepted: z.array(z.string()).optional(),
})
export type BucketSettings = z.infer<typeof BucketSettings>

/** Where files are kept. `current` takes new ones; the others hold what has not moved yet. */
export const StorageSettings = z
  .strictObject({
    current: z.string(),
    buckets: z.record(z.string().regex(/^s3-\d+$/), BucketSettings),
    /** `proxy`: files go through this server; `redirect`: clients fetch them from the bucket by an address valid for a minute. */
    delivery: z.enum(['proxy', 'redirect']),
    /** Disk that copies of files in a bucket may take. */
    cacheMib: z.number().int().min(0),
    /** Disk that files may take which wait for the bucket to come back. */
    spoolMib: z.number().int().min(0),
    /** How long files stay on this computer after they have moved away. */
    keepCopiesDays: z.number().int().min(0),
  })
  .refine(({ current, buckets }) => current === 'local' || Object.hasOwn(buckets, current))
export type StorageSettings = z.infer<typeof StorageSettings>

export const initialStorage: StorageSettings = {
  current: 'local',
  buckets: {},
  delivery: 'proxy',
  cacheMib: 512,
  spoolMib: 2048,
  keepCopiesDays: 30,
}
