import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { release } from '../../memory/release.ts'
import { inSlices } from '../../threads/in-slices.ts'
import type { Report } from '../progress.ts'
import { BackupRefused } from '../refused.ts'
import { removeGently } from '../remove-gently.ts'
import { inspectDatabase } from '../snapshot/facts.ts'
import type { Manifest } from '../snapshot/manifest.ts'
import { eachAtOnce } from './at-once.ts'
import { ChunkDamaged, FileDamaged } from './damage.ts'
import { NeededChunks } from './needed-chunks.ts'
import type { Repository, SnapshotName } from './repository.ts'
import { readFileOf, unpackFile } from './unpack.ts'

/** Something in a repository that is not as it was written. */
export interface Damage {
  /** A chunk, a file of a snapshot, a snapshot, or a small file of the repository. */
  readonly object: string
  readonly cause: string
  /** Which snapshots miss it. */
  readonly snapshots: readonly string[]
}

/** Names of chunks that were read, and are what they should be. */
export type WholeChunks = Readonly<Record<'plain' | 'sealed', ReadonlySet<string>>>

const filesAtOnce = 4

/**
 * Reads a whole snapshot back: every file and its hash, and the database as SQLite sees it, compared with what was counted when
 * it was taken.
 * @param scratch a folder on this computer with room for the database
 */
export async function verifySnapshot(
  repository: Repository,
  name: SnapshotName,
  scratch: string,
  signal?: AbortSignal,
  report?: Report,
): Promise<Damage[]> {
  const damages: Damage[] = []
  const note = (object: string, cause: string): void => void damages.push({ object, cause, snapshots: [name.id] })
  const manifest = await repository.manifest(name).catch((error: unknown) => {
    if (!(error instanceof BackupRefused) || error.code === 'KEY_NEEDED') throw error
    note(`snapshot ${name.id}`, error.message)
  })
  if (!manifest) return damages
  const chunks = repository.chunks(name.isSealed)
  const others = manifest.files.filter((file) => file.path !== 'landline.db')
  const all = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0)
  let read = 0
  const tell = (bytes: number): void => {
    read += bytes
    report?.('reading back', read, all)
  }
  await eachAtOnce(others, filesAtOnce, async (file) => {
    signal?.throwIfAborted()
    await noteDamage(note, async () => {
      for await (const piece of readFileOf(chunks, file)) release(piece)
    })
    tell(file.bytes)
  })
  await noteDamage(note, () => verifyDatabase(repository, name, manifest, scratch, tell, signal))
  return damages
}

async function verifyDatabase(
  repository: Repository,
  { id, isSealed }: SnapshotName,
  manifest: Manifest,
  scratch: string,
  wrote: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const file = manifest.files.find((one) => one.path === 'landline.db')
  if (!file) throw new FileDamaged('landline.db', `snapshot ${id} does not have it`)
  const folder = await mkdtemp(path.join(scratch, '.verify-'))
  try {
    await unpackFile(repository.chunks(isSealed), file, folder, signal, wrote)
    const { facts, flaws } = await inspectDatabase(path.join(folder, 'landline.db'), true, signal)
    if (flaws.length > 0) throw new FileDamaged('landline.db', flaws.join('; '))
    if (!isDeepStrictEqual(facts, manifest.database)) throw new FileDamaged('landline.db', 'it does not hold what was counted')
  } finally {
    await removeGently(folder)
  }
}

/** What a snapshot needs and the repository does not have whole. */
export async function missingChunks(repository: Repository, name: SnapshotName, whole: WholeChunks): Promise<Damage[]> {
  const damages: Damage[] = []
  const note = (object: string, cause: string): void => void damages.push({ object, cause, snapshots: [name.id] })
  const needed = new NeededChunks(repository.chunks(name.isSealed))
  try {
    const { files } = await repository.manifest(name)
    for await (const file of inSlices(files)) await noteDamage(note, () => needed.add(file))
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error
    note(`snapshot ${name.id}`, error.message)
  }
  const kind = name.isSealed ? 'sealed' : 'plain'
  for (const chunk of needed.names) if (!whole[kind].has(chunk)) note(`chunk ${chunk}`, `chunk ${chunk} is damaged or missing`)
  return damages
}

async function noteDamage(note: (object: string, cause: string) => void, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof ChunkDamaged) note(`chunk ${error.chunk}`, error.message)
    else if (error instanceof FileDamaged) note(error.path, error.message)
    else throw error
  }
}
