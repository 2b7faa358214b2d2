import { rm } from 'node:fs/promises'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import { storedFiles } from '../../uploads/inventory.ts'
import { atOnce } from '../repository/at-once.ts'
import type { Chunks } from '../repository/chunks.ts'
import { FileDamaged } from '../repository/damage.ts'
import type { Repository } from '../repository/repository.ts'
import { unpackFile } from '../repository/unpack.ts'
import { contentKey } from '../snapshot/copy-files.ts'
import { databaseOf, type Manifest, pathOfKey, SnapshotPath, type TreeFile, uploadsOf } from '../snapshot/manifest.ts'
import { applyChanges, onDatabaseFile } from './apply.ts'
import { entriesAfter } from './chain.ts'
import { filesInJournal, nameOfContent, openJournalFile } from './files.ts'
import { readEntry, type StoredEntry, storedEntries } from './store.ts'

export interface Replayed {
  /** Up to when history goes; null where it is the snapshot's alone. */
  readonly until: Date | null
  readonly entries: number
  /** Files that the database knows and nobody has. */
  readonly missing: readonly string[]
}

const nothing: Replayed = { until: null, entries: 0, missing: [] }

const readAhead = 4

/**
 * Brings what was unpacked from a snapshot forward to a moment, or as far as the journal goes without a gap.
 * @param folder has the snapshot's files in it; nobody has its database open
 * @throws ChunkDamaged, FileDamaged, BackupRefused KEY_NEEDED
 */
export async function replayInto(
  repository: Repository,
  manifest: Manifest,
  folder: string,
  moment?: Date,
  signal?: AbortSignal,
): Promise<Replayed> {
  if (!manifest.journal) return nothing
  const entries = entriesAfter(await storedEntries(repository, manifest.journal.generation), manifest, moment)
  const last = entries.at(-1)
  if (!last) return nothing
  await replay(repository, entries, path.join(folder, 'landline.db'), databaseOf(manifest)?.pages.size, signal)
  const missing = await bringFiles(repository, manifest, folder, signal)
  return { until: last.time, entries: entries.length, missing }
}

async function replay(
  repository: Repository,
  entries: readonly StoredEntry[],
  file: string,
  pageSize: number | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const read = async (entry: StoredEntry) => ({ entry, changes: await readEntry(repository, entry) })
  await onDatabaseFile(file, async (handle) => {
    for await (const { entry, changes } of atOnce(entries, readAhead, read)) {
      signal?.throwIfAborted()
      if (changes.pageSize !== pageSize) throw new FileDamaged(entry.key, 'it is about a database with pages of another size')
      await applyChanges(handle, changes)
    }
  })
}

/** Files come and go as well: afterwards those are there that the database knows. */
async function bringFiles(repository: Repository, manifest: Manifest, folder: string, signal?: AbortSignal): Promise<string[]> {
  const unpacked = new Map(uploadsOf(manifest).map((file) => [file.path, contentKey(file)]))
  const find = await finder(repository)
  const missing: string[] = []
  const known = new Set<string>()
  for await (const { key, sha256, bytes, store, isSpooled } of filesIn(path.join(folder, 'landline.db'))) {
    const place = SnapshotPath.parse(pathOfKey(key))
    known.add(place)
    if (unpacked.get(place) === contentKey({ sha256: sha256.toString('hex'), bytes })) continue
    const found = await find(place, sha256, bytes)
    if (found) await unpack(found, place, folder, signal)
    else if (store === 'local' || isSpooled === 1) missing.push(place)
  }
  for (const gone of unpacked.keys()) if (!known.has(gone)) await rm(path.join(folder, ...gone.split('/')), { force: true })
  return missing
}

async function* filesIn(database: string) {
  const sqlite = new SQLite(database, { readonly: true })
  try {
    yield* storedFiles(new Kysely<Schema>({ dialect: statementDialect(sqlite) }))
  } finally {
    sqlite.close()
  }
}

interface Found {
  readonly chunks: Chunks
  readonly file: TreeFile
}

/** Looks for a file in the journal, and then in other snapshots: one that was made before the file could be shipped has it. */
async function finder(repository: Repository) {
  const inJournal = await filesInJournal(repository)
  let elsewhere: Promise<Map<string, Found>> | undefined
  return async (path: string, sha256: Buffer, bytes: number): Promise<Found | undefined> => {
    const stored = inJournal.get(nameOfContent(sha256, repository)) ?? inJournal.get(sha256.toString('hex'))
    if (stored) return await openJournalFile(repository, stored, path)
    elsewhere ??= filesOfSnapshots(repository)
    const found = (await elsewhere).get(contentKey({ sha256: sha256.toString('hex'), bytes }))
    return found && { ...found, file: { ...found.file, path } }
  }
}

async function filesOfSnapshots(repository: Repository): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  for (const name of await repository.snapshots()) {
    if (name.isSealed && !repository.cipher) continue
    const chunks = repository.chunks(name.isSealed)
    const manifest = await repository.manifest(name).catch(() => undefined) // what is damaged has nothing to give
    for (const file of manifest ? uploadsOf(manifest) : []) found.set(contentKey(file), { chunks, file })
  }
  return found
}

async function unpack({ chunks, file }: Found, place: string, folder: string, signal?: AbortSignal): Promise<void> {
  await rm(path.join(folder, ...place.split('/')), { force: true })
  await unpackFile(chunks, file, folder, signal)
}
