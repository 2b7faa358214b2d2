import { rm } from 'node:fs/promises'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import { storedFiles } from '../../uploads/inventory.ts'
import { atOnce } from '../repository/at-once.ts'
import type { Repository } from '../repository/repository.ts'
import { FileDamaged, unpackFile } from '../repository/unpack.ts'
import { contentKey } from '../snapshot/copy-files.ts'
import { databaseOf, type Manifest, pathOfKey, SnapshotPath, uploadsOf } from '../snapshot/manifest.ts'
import { applyChanges, onDatabaseFile } from './apply.ts'
import { entriesAfter } from './chain.ts'
import { filesInJournal, nameOfContent, openJournalFile, type StoredFile } from './files.ts'
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
  const missing = await bringFiles(repository, manifest, folder, last.generation, signal)
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
async function bringFiles(
  repository: Repository,
  manifest: Manifest,
  folder: string,
  generation: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const unpacked = new Map(uploadsOf(manifest).map((file) => [file.path, contentKey(file)]))
  const inJournal = await filesInJournal(repository, generation)
  const missing: string[] = []
  const known = new Set<string>()
  for await (const { key, sha256, bytes, store, isSpooled } of filesIn(path.join(folder, 'landline.db'))) {
    const place = SnapshotPath.parse(pathOfKey(key))
    known.add(place)
    if (unpacked.get(place) === contentKey({ sha256: sha256.toString('hex'), bytes })) continue
    const found = inJournal.get(nameOfContent(sha256, repository)) ?? inJournal.get(sha256.toString('hex'))
    if (found) await unpack(repository, found, place, folder, signal)
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

async function unpack(
  repository: Repository,
  found: StoredFile,
  place: string,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const { chunks, file } = await openJournalFile(repository, found, place)
  await rm(path.join(folder, ...place.split('/')), { force: true })
  await unpackFile(chunks, file, folder, signal)
}
