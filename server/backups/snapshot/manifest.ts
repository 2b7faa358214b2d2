import { z } from 'zod'
import { inSlices } from '../../threads/in-slices.ts'
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
  return !isDrive && (single.includes(path) || [certificateFolder, ...folders].some((folder) => path.startsWith(`${folder}/`)))
})

const single: readonly string[] = ['landline.json', 'secrets.json']
const folders = ['uploads', 'avatars']
/** Only ever in a sealed snapshot, as `secrets.json`. */
export const certificateFolder = 'tls'

/** What is never written anywhere in the clear, but into a data folder. */
export const isSecret = ({ path }: { readonly path: string }): boolean =>
  path === 'secrets.json' || path.startsWith(`${certificateFolder}/`)

/** A file's content as a tree of chunks: at depth 0 `root` is the content, above it the names of what is below, 32 bytes each. */
export const Tree = z.object({ depth: z.number().int().min(0).max(8), root: Sha256 })
export type Tree = z.infer<typeof Tree>

const TreeFile = z.object({ path: SnapshotPath, bytes: z.number().int(), sha256: Sha256, tree: Tree })
export type TreeFile = z.infer<typeof TreeFile>

/** SQLite's file as a list of where its pages lie: what changed here and there since the last time is all that is new. */
export const Pages = z.object({
  /** Bytes of a page. */
  size: z.literal([512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]),
  count: z.number().int().min(0).max(0xfffffffe),
  map: Tree,
  /** Of the first 16 bytes of the sha256 of each page. */
  sha256: Sha256,
})
export type Pages = z.infer<typeof Pages>

const DatabaseFile = z
  .object({ path: z.literal('landline.db'), bytes: z.number().int(), pages: Pages })
  .refine(({ bytes, pages }) => bytes === pages.size * pages.count)
export type DatabaseFile = z.infer<typeof DatabaseFile>

export const SnapshotFile = z.union([TreeFile, DatabaseFile])
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

/** A snapshot's place in the journal. */
export const Joint = z.object({
  generation: z.string(),
  /** Everything up to this entry was committed before the snapshot's own moment. */
  after: z.number().int(),
  /** From this entry on, the journal reaches at least to that moment. */
  until: z.number().int(),
  /** ISO 8601: nothing in the snapshot was committed later. */
  settledAt: z.iso.datetime(),
})
export type Joint = z.infer<typeof Joint>

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
  /** Where the journal goes on from it; missing where there was none. */
  journal: Joint.optional(),
  /** ISO 8601: when the database was last copied. Missing where this snapshot is such a copy, and not the one before and the journal. */
  copiedAt: z.iso.datetime().optional(),
})
export type Manifest = z.infer<typeof Manifest>

const Elsewhere = Manifest.shape.elsewhere.element
const Unlisted = Manifest.extend({ files: z.array(z.unknown()), elsewhere: z.array(z.unknown()) })

/** As `Manifest.parse`, but others have their turn meanwhile: there may be many thousands of files. @throws ZodError */
export async function parseManifest(value: unknown): Promise<Manifest> {
  const unlisted = Unlisted.parse(value)
  return {
    ...unlisted,
    files: await parseEach(SnapshotFile, unlisted.files),
    elsewhere: await parseEach(Elsewhere, unlisted.elsewhere),
  }
}

async function parseEach<T>(schema: z.ZodType<T>, values: readonly unknown[]): Promise<T[]> {
  const parsed: T[] = []
  for await (const value of inSlices(values)) parsed.push(schema.parse(value))
  return parsed
}

export const databaseOf = ({ files }: Manifest): DatabaseFile | undefined => files.find((file) => 'pages' in file)

export const uploadsOf = ({ files }: Manifest): TreeFile[] =>
  files.filter((file): file is TreeFile => folders.some((folder) => file.path.startsWith(`${folder}/`)))

/** Where the file with this key of the upload stores lies in a data folder. */
export const pathOfKey = (key: string): string => (key.startsWith('avatars/') ? key : `uploads/${key}`)
