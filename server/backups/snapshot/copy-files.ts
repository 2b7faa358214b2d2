import type { Db } from '../../database/connection.ts'
import type { FileLibrary } from '../../uploads/file-library.ts'
import { storedFiles } from '../../uploads/inventory.ts'
import { type Writing, writeTree } from '../repository/tree.ts'
import { type Manifest, pathOfKey, type SnapshotFile, type Tree } from './manifest.ts'

type Blob = typeof storedFiles extends (db: Db) => AsyncIterable<infer B> ? B : never

/** Files hardly ever share parts with each other: larger chunks are fewer objects. */
export const fileChunkBytes = 1024 * 1024

export interface Files {
  readonly library: Pick<FileLibrary, 'storeOf'>
  /** Whether files that are in a bucket are copied, or only listed. */
  readonly copyFromBuckets: boolean
}

export interface CopiedFiles {
  readonly files: SnapshotFile[]
  readonly elsewhere: Manifest['elsewhere']
  readonly missing: Manifest['missing']
}

/** Trees of contents that finished snapshots, or this one, hold already. */
export type KnownTrees = Map<string, Tree>
export const contentKey = ({ sha256, bytes }: { sha256: string; bytes: number }): string => `${sha256} ${bytes}`

/** Brings every file that a database knows into the repository; one that cannot be read is noted, and the others are not held up. */
export async function copyFiles(
  writing: Writing,
  db: Db,
  from: Files,
  trees: KnownTrees,
  tell: (bytes: number) => void = () => {},
): Promise<CopiedFiles> {
  const copied: CopiedFiles = { files: [], elsewhere: [], missing: [] }
  let bytes = 0
  for await (const blob of storedFiles(db)) {
    writing.signal?.throwIfAborted()
    const facts = { bytes: blob.bytes, sha256: blob.sha256.toString('hex') }
    if (blob.store !== 'local' && blob.isSpooled === 0 && !from.copyFromBuckets) {
      copied.elsewhere.push({ key: blob.key, store: blob.store, ...facts })
      continue
    }
    try {
      const tree = trees.get(contentKey(facts)) ?? (await copyFile(writing, blob, from.library))
      trees.set(contentKey(facts), tree)
      copied.files.push({ path: pathOfKey(blob.key), ...facts, tree })
      bytes += blob.bytes
      tell(bytes)
    } catch (error) {
      if (!(error instanceof FileUnreadable)) throw error
      copied.missing.push({ key: blob.key, bytes: blob.bytes, cause: error.message })
    }
  }
  return copied
}

/** What is wrong is wrong with the file, not with the repository. */
export class FileUnreadable extends Error {}

async function copyFile(writing: Writing, blob: Blob, library: Files['library']): Promise<Tree> {
  const written = await writeTree(writing, contentOf(blob, library), fileChunkBytes)
  const isWhole = written.bytes === blob.bytes && written.sha256 === blob.sha256.toString('hex')
  if (!isWhole) throw new FileUnreadable('It is not what was uploaded: its content changed')
  return written.tree
}

/** A file as its store has it. */
export async function* contentOf(blob: Blob, library: Files['library']): AsyncIterable<Buffer> {
  try {
    yield* (await library.storeOf(blob).get(blob.key)) as AsyncIterable<Buffer>
  } catch (cause) {
    throw new FileUnreadable((cause as Error).message, { cause })
  }
}
