import { rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { migrations } from '../../database/migrations/index.ts'
import { BackupRefused } from '../refused.ts'
import { eachAtOnce } from '../repository/at-once.ts'
import { FileDamaged } from '../repository/damage.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { unpackFile } from '../repository/unpack.ts'
import { inspectDatabase } from '../snapshot/facts.ts'
import type { DatabaseFacts, Manifest, SnapshotFile } from '../snapshot/manifest.ts'

const filesAtOnce = 4

export interface Unpacking {
  readonly repository: Repository
  readonly name: SnapshotName
  /** An empty folder. */
  readonly to: string
  readonly signal?: AbortSignal
  /** Bytes since the last call. */
  readonly wrote?: (bytes: number) => void
}

/** Writes files of a snapshot, each checked against its hash. @throws ChunkDamaged, FileDamaged */
export async function unpackFiles(files: readonly SnapshotFile[], unpacking: Unpacking): Promise<void> {
  const { repository, name, to, signal, wrote } = unpacking
  const chunks = repository.chunks(name.isSealed)
  await eachAtOnce(files, filesAtOnce, (file) => unpackFile(chunks, file, to, signal, wrote))
}

/** Reads every page of a database that was unpacked, and every reference in it. @throws FileDamaged */
export async function verifyDatabase(folder: string, signal?: AbortSignal): Promise<DatabaseFacts> {
  const file = path.join(folder, 'landline.db')
  const { facts, flaws } = await inspectDatabase(file, true, signal)
  if (flaws.length > 0) throw new FileDamaged('landline.db', flaws.join('; '))
  for (const left of ['-wal', '-shm']) await rm(file + left, { force: true }) // a look at it leaves them, empty
  return facts
}

export function refuseWithoutDatabase({ files }: Manifest, { id }: SnapshotName): void {
  if (files.some((file) => file.path === 'landline.db')) return
  throw new FileDamaged('landline.db', `snapshot ${id} does not have it`)
}

export function refuseNewer({ version, database }: Manifest, { id }: SnapshotName): void {
  if (database.schemaVersion <= migrations.length) return
  throw new BackupRefused(
    'SNAPSHOT_NEWER',
    `Snapshot ${id} was made by Landline ${version}, whose database is version ${database.schemaVersion}; this one knows up to ${migrations.length}.`,
    `Install Landline ${version} or a newer one, then restore with it.`,
  )
}

export const bytesOf = (files: readonly SnapshotFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0)

export async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
