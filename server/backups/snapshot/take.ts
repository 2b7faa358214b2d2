import { mkdtemp, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Database, Db } from '../../database/connection.ts'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import type { Position } from '../journal/recorder.ts'
import type { Report } from '../progress.ts'
import { removeGently } from '../remove-gently.ts'
import type { RepositoryLock } from '../repository/lock.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { type Writing, writeTree } from '../repository/tree.ts'
import { type CopiedFiles, copyFiles, type Files, fileChunkBytes } from './copy-files.ts'
import type { Joint, Manifest, SnapshotFile } from './manifest.ts'
import { type OwnSource, ownFiles } from './own-files.ts'
import { packDatabase } from './pack-database.ts'
import { keepNotes, pageNotesOf } from './page-notes.ts'
import { copyInThread } from './sqlite-thread.ts'
import { whatIsThere } from './what-is-there.ts'

/** What a snapshot is taken of. */
export interface Source extends OwnSource {
  readonly database: Pick<Database, 'file' | 'read'>
  readonly files: Files
  readonly version: string
  /** Writes down what is committed so far, where there is a journal, and says where that then is. */
  readonly journalPosition?: () => Promise<Position | undefined>
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
}

/**
 * Takes a snapshot of an appliance while people use it: sealed once there is a recovery key. Chunks first, the list of them last:
 * whenever the power goes, the repository holds whole snapshots only, and at most chunks that nobody refers to.
 */
export async function takeSnapshot(
  source: Source,
  { repository, lock, scratch, reason, signal, report }: Taking,
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
    const copy = path.join(folder, 'landline.db')
    const before = await source.journalPosition?.()
    const { facts, flaws } = await copyInThread(source.database.file, copy, signal)
    const journal = jointBetween(before, await source.journalPosition?.())
    if (flaws.length > 0) throw new Error(`The database cannot be read: ${flaws.join('; ')}`)
    const uploads = await withDatabase(copy, store)
    const { size } = await stat(copy)
    const tell = (bytes: number): void => report?.('database', bytes, size)
    const database = await packDatabase(writing, { copy, before: there.pages, notes }, tell)
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
    }
    await lock.check()
    const name = await repository.addManifest(manifest, isSealed)
    await keepNotes(notes)
    return { name, manifest, newBytes: writing.newBytes }
  } finally {
    await removeGently(folder)
  }
}

/** The copy's moment lies somewhere between the two. */
function jointBetween(before: Position | undefined, after: Position | undefined): Joint | undefined {
  if (!before || before.generation !== after?.generation) return undefined
  const { generation, sequence } = before
  return { generation, after: sequence, until: after.sequence, settledAt: new Date().toISOString() }
}

async function withDatabase<T>(file: string, work: (db: Db) => Promise<T>): Promise<T> {
  const sqlite = new SQLite(file, { readonly: true })
  try {
    return await work(new Kysely<Schema>({ dialect: statementDialect(sqlite) }))
  } finally {
    sqlite.close()
  }
}
