import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import type { Database, Db } from '../../database/connection.ts'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import { counted, type Report } from '../progress.ts'
import type { RepositoryLock } from '../repository/lock.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { collectChunks, type Writing, writeTree } from '../repository/tree.ts'
import { contentKey, copyFiles, type Files, fileChunkBytes, type KnownTrees } from './copy-files.ts'
import type { Manifest, SnapshotFile } from './manifest.ts'
import { copyInThread } from './sqlite-thread.ts'

/** 16 pages of the usual size: a change of one page writes so much again, and a gigabyte is 16,384 chunks. */
const databaseChunkBytes = 64 * 1024

/** What a snapshot is taken of. */
export interface Source {
  readonly database: Pick<Database, 'file' | 'read'>
  readonly settingsFile: string
  readonly secrets: SecretStore
  readonly files: Files
  readonly version: string
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
  const { known, trees } = await whatIsThere(repository, isSealed)
  const writing: Writing = { chunks: repository.chunks(isSealed), known, newBytes: 0, signal }
  const folder = await mkdtemp(path.join(scratch, '.snapshot-'))
  try {
    await copyFiles(writing, source.database.read, source.files, trees, (bytes) => report?.('files', bytes, 0)) // first: what is deleted a moment later is still there
    const createdAt = new Date().toISOString()
    const copy = path.join(folder, 'landline.db')
    const { facts, flaws } = await copyInThread(source.database.file, copy, signal)
    if (flaws.length > 0) throw new Error(`The database cannot be read: ${flaws.join('; ')}`)
    const uploads = await withDatabase(copy, (db) => copyFiles(writing, db, source.files, trees))
    const { size } = await stat(copy)
    const database = counted(createReadStream(copy), (bytes) => report?.('database', bytes, size))
    const own = [
      { path: 'landline.db', ...(await writeTree(writing, database, databaseChunkBytes)) },
      await storeBytes(writing, 'landline.json', await readFile(source.settingsFile)),
      ...(isSealed ? [await storeBytes(writing, 'secrets.json', await allSecrets(source.secrets))] : []),
    ]
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
    }
    await lock.check()
    return { name: await repository.addManifest(manifest, isSealed), manifest, newBytes: writing.newBytes }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What finished snapshots refer to and is there. One that cannot be read does not count: what it alone has is written again. */
async function whatIsThere(repository: Repository, isSealed: boolean): Promise<{ known: Set<string>; trees: KnownTrees }> {
  const chunks = repository.chunks(isSealed)
  const present = new Set<string>()
  for await (const { name } of chunks.list()) present.add(name)
  const known = new Set<string>()
  const trees: KnownTrees = new Map()
  for (const name of (await repository.snapshots()).toReversed()) {
    if (name.isSealed !== isSealed) continue
    const manifest = await repository.manifest(name).catch(() => undefined)
    for (const file of manifest?.files ?? []) {
      if (trees.has(contentKey(file))) continue
      const needed = new Set<string>()
      const isRead = await collectChunks(chunks, file.tree, needed).then(
        () => true,
        () => false,
      )
      let isWhole = isRead
      for (const chunk of needed) {
        if (present.has(chunk)) known.add(chunk)
        else isWhole = false
      }
      if (isWhole) trees.set(contentKey(file), file.tree)
    }
  }
  return { known, trees }
}

async function withDatabase<T>(file: string, work: (db: Db) => Promise<T>): Promise<T> {
  const sqlite = new SQLite(file, { readonly: true })
  try {
    return await work(new Kysely<Schema>({ dialect: statementDialect(sqlite) }))
  } finally {
    sqlite.close()
  }
}

async function storeBytes(writing: Writing, name: string, bytes: Buffer): Promise<SnapshotFile> {
  return { path: name, ...(await writeTree(writing, piecesOf(bytes), fileChunkBytes)) }
}

async function* piecesOf(bytes: Buffer): AsyncIterable<Buffer> {
  yield bytes
}

async function allSecrets(secrets: SecretStore): Promise<Buffer> {
  const values: Record<string, string> = {}
  for (const name of await secrets.names()) values[name] = (await secrets.get(name))?.reveal() ?? ''
  return Buffer.from(JSON.stringify(values))
}
