import { z } from 'zod'
import { checkKey } from '../../uploads/stores/blob-store.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** Where in a data folder a file of a snapshot belongs. A repository may be anybody's: nothing in it may leave the folder. */
export const SnapshotPath = z.string().refine((path) => {
  try {
    checkKey(path)
  } catch {
    return false
  }
  const isDrive = path.includes(':') // Windows: a drive, or a second stream of a file
  return !isDrive && (single.includes(path) || folders.some((folder) => path.startsWith(`${folder}/`)))
})

const single: readonly string[] = ['landline.db', 'landline.json', 'secrets.json']
const folders = ['uploads', 'avatars']

/** A file's content as a tree of chunks: at depth 0 `root` is the content, above it the names of what is below, 32 bytes each. */
export const Tree = z.object({ depth: z.number().int().min(0).max(8), root: Sha256 })
export type Tree = z.infer<typeof Tree>

export const SnapshotFile = z.object({ path: SnapshotPath, bytes: z.number().int(), sha256: Sha256, tree: Tree })
export type SnapshotFile = z.infer<typeof SnapshotFile>

export const DatabaseFacts = z.object({
  /** `user_version`: as which the program knows its tables. */
  schemaVersion: z.number().int(),
  organization: z.string().nullable(),
  people: z.number(),
  messages: z.number(),
  /** Unix seconds; null where nobody has said anything yet. */
  lastMessageAt: z.number().nullable(),
  /** Rows of every table. */
  rows: z.record(z.string(), z.number()),
})
export type DatabaseFacts = z.infer<typeof DatabaseFacts>

export const reasons = ['schedule', 'asked', 'before a restore'] as const

/** What a snapshot is made of. The format is docs/backup-format.md's. */
export const Manifest = z.object({
  format: z.literal(1),
  /** ISO 8601, UTC, to the millisecond. */
  createdAt: z.iso.datetime(),
  reason: z.enum(reasons),
  /** Of the program that made it. */
  version: z.string(),
  os: z.string(),
  host: z.string(),
  database: DatabaseFacts,
  files: z.array(SnapshotFile),
  /** Files that stay in a bucket: the owner chose not to copy them, and they are lost when it is. */
  elsewhere: z.array(z.object({ key: z.string(), store: z.string(), bytes: z.number(), sha256: Sha256 })),
  /** Files that could not be read when the snapshot was made. */
  missing: z.array(z.object({ key: z.string(), bytes: z.number(), cause: z.string() })),
  /** Whether passwords, keys of buckets and the like are in it, for whoever has the recovery key. */
  hasSecrets: z.boolean(),
})
export type Manifest = z.infer<typeof Manifest>

export const uploadsOf = ({ files }: Manifest): SnapshotFile[] =>
  files.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)))

/** Where the file with this key of the upload stores lies in a data folder. */
export const pathOfKey = (key: string): string => (key.startsWith('avatars/') ? key : `uploads/${key}`)
