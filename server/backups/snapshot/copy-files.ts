import type { Db } from '../../database/connection.ts'
import { inSlices } from '../../threads/in-slices.ts'
import type { FileLibrary } from '../../uploads/file-library.ts'
import { storedFiles } from '../../uploads/inventory.ts'
import { eachAtOnce } from '../repository/at-once.ts'
import { type Writing, writeTree } from '../repository/tree.ts'
import { type Manifest, pathOfKey, type SnapshotFile, type Tree } from './manifest.ts'

type Blob = typeof storedFiles extends (db: Db) => AsyncIterable<infer B> ? B : never

/** Small ones: most of their time goes by with waiting for the disk. */
const filesAtOnce = 8

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
  const copying = new Copying(writing, from, trees, tell)
  await eachAtOnce(inSlices(storedFiles(db)), filesAtOnce, (blob) => copying.add(blob))
  return copying.copied
}

class Copying {
  readonly copied: CopiedFiles = { files: [], elsewhere: [], missing: [] }
  readonly #writing: Writing
  readonly #from: Files
  readonly #trees: KnownTrees
  readonly #tell: (bytes: number) => void
  #bytes = 0
  #lastLarge: Promise<unknown> = Promise.resolve()

  constructor(writing: Writing, from: Files, trees: KnownTrees, tell: (bytes: number) => void) {
    this.#writing = writing
    this.#from = from
    this.#trees = trees
    this.#tell = tell
  }

  async add(blob: Blob): Promise<void> {
    this.#writing.signal?.throwIfAborted()
    const facts = { bytes: blob.bytes, sha256: blob.sha256.toString('hex') }
    if (blob.store !== 'local' && blob.isSpooled === 0 && !this.#from.copyFromBuckets) {
      this.copied.elsewhere.push({ key: blob.key, store: blob.store, ...facts })
      return
    }
    try {
      const tree = this.#trees.get(contentKey(facts)) ?? (await this.#copy(blob))
      this.#trees.set(contentKey(facts), tree)
      this.copied.files.push({ path: pathOfKey(blob.key), ...facts, tree })
      this.#bytes += blob.bytes
      this.#tell(this.#bytes)
    } catch (error) {
      if (!(error instanceof FileUnreadable)) throw error
      this.copied.missing.push({ key: blob.key, bytes: blob.bytes, cause: error.message })
    }
  }

  /** Several pieces of a large file are in memory at once, so there is one such file at a time. */
  #copy(blob: Blob): Promise<Tree> {
    if (blob.bytes <= fileChunkBytes) return copyFile(this.#writing, blob, this.#from.library)
    const copying = this.#lastLarge.then(() => copyFile(this.#writing, blob, this.#from.library))
    this.#lastLarge = copying.catch(() => {})
    return copying
  }
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
