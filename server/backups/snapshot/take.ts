import { mkdtemp } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import type { Database, Db } from '../../database/connection.ts'
import type { Recorder } from '../journal/recorder.ts'
import type { Report } from '../progress.ts'
import { removeGently } from '../remove-gently.ts'
import type { RepositoryLock } from '../repository/lock.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { type Writing, writeTree } from '../repository/tree.ts'
import type { Capturing } from './capture.ts'
import { captureByCopy } from './capture-copy.ts'
import { captureByFolding } from './capture-fold.ts'
import { type CopiedFiles, copyFiles, type Files, fileChunkBytes } from './copy-files.ts'
import type { Manifest, SnapshotFile } from './manifest.ts'
import { type OwnSource, ownFiles } from './own-files.ts'
import { startPacking } from './pack-thread.ts'
import { keepNotes, pageNotesOf } from './page-notes.ts'
import { startSqlite } from './sqlite-thread.ts'
import { whatIsThere } from './what-is-there.ts'

/** What a snapshot is taken of. */
export interface Source extends OwnSource {
  readonly database: Pick<Database, 'file' | 'read'>
  readonly files: Files
  readonly version: string
  /** Writes down what changes, where that is done. */
  readonly recorder?: Pick<Recorder, 'position' | 'positionAt' | 'doubt' | 'spool'>
}

export interface Taken {
  readonly name: SnapshotName
  readonly manifest: Manifest
  /** What the repository grew by. */
  readonly newBytes: number
}

export interface Taking {
  readonly repository: Repository
  readonly lock: RepositoryLock
  /** A folder on this computer with room for the database. */
  readonly scratch: string
  readonly reason: Manifest['reason']
  readonly signal?: AbortSignal
  readonly report?: Report
  /** Relies on neither the journal nor the snapshot before. */
  readonly byCopy?: boolean
}

/** The threads that a snapshot needs in a moment begin: that takes some of them as long as their work. */
export function startThreads(): void {
  startPacking(1)
  startSqlite()
}

/**
 * Takes a snapshot of an appliance while people use it: sealed once there is a recovery key. Chunks first, the list of them last:
 * whenever the power goes, the repository holds whole snapshots only, and at most chunks that nobody refers to.
 */
export async function takeSnapshot(
  source: Source,
  { repository, lock, scratch, reason, signal, report, byCopy = false }: Taking,
): Promise<Taken> {
  const isSealed = repository.cipher !== undefined
  const notes = pageNotesOf(scratch, repository.store.id)
  const there = await whatIsThere(repository, isSealed)
  const writing: Writing = { chunks: repository.chunks(isSealed), known: there.known, newBytes: 0, signal }
  const folder = await mkdtemp(path.join(scratch, '.snapshot-'))
  const store = (db: Db): Promise<CopiedFiles> =>
    copyFiles(writing, db, source.files, there.trees, (bytes) => report?.('files', bytes, 0))
  try {
    await store(source.database.read) // first: what is deleted a moment later is still there
    const createdAt = new Date().toISOString()
    const capturing: Capturing = {
      file: source.database.file,
      recorder: source.recorder,
      writing,
      there,
      notes,
      folder,
      store,
      tell: (bytes, of) => report?.('database', bytes, of),
    }
    const folded = byCopy ? undefined : await captureByFolding(capturing)
    const { facts, database, uploads, journal, copiedAt } = folded ?? (await captureByCopy(capturing))
    const own: SnapshotFile[] = [database]
    for await (const { name, bytes } of ownFiles(source, isSealed)) {
      own.push({ path: name, ...(await writeTree(writing, [bytes], fileChunkBytes)) })
    }
    const manifest: Manifest = {
      format: 1,
      createdAt,
      reason,
      version: source.version,
      os: `${process.platform} ${process.arch}`,
      host: hostname(),
      database: facts,
      files: [...own, ...uploads.files],
      elsewhere: uploads.elsewhere,
      missing: uploads.missing,
      hasSecrets: isSealed,
      ...(journal && { journal }),
      ...(copiedAt && { copiedAt }),
    }
    await lock.check()
    const name = await repository.addManifest(manifest, isSealed)
    await keepNotes(notes)
    return { name, manifest, newBytes: writing.newBytes }
  } finally {
    await removeGently(folder)
  }
}
