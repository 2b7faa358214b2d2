import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import type { Cipher } from '../../../server/backups/repository/cipher.ts'
import { FolderStore } from '../../../server/backups/repository/folder-store.ts'
import { lockRepository } from '../../../server/backups/repository/lock.ts'
import { openOwn } from '../../../server/backups/repository/open.ts'
import type { Repository } from '../../../server/backups/repository/repository.ts'
import { verifySnapshot } from '../../../server/backups/repository/verify-snapshot.ts'
import { type Source, type Taken, takeSnapshot } from '../../../server/backups/snapshot/take.ts'
import type { Secret } from '../../../server/config/secrets/secret.ts'
import { initialSettings } from '../../../server/config/settings.ts'
import type { BlobStore } from '../../../server/uploads/stores/blob-store.ts'
import { newFolder } from '../landline.ts'
import { type BareUploads, openBareUploads, storeFile } from '../storage/bare-uploads.ts'

/** A data folder with files and rows but without people, and a repository: what the layers below schedules and screens need. */
export interface BareBackups extends BareUploads {
  readonly data: string
  readonly scratch: string
  readonly repositoryFolder: string
  readonly source: Source
  readonly secrets: Map<string, Secret>
  cipher: Cipher | undefined
  /** Under the lock, as the real thing does it; other stores may stand in for the folder. */
  write<T>(
    work: (repository: Repository, lock: Awaited<ReturnType<typeof lockRepository>>) => Promise<T>,
    store?: BlobStore,
  ): Promise<T>
  /** Takes a snapshot and verifies it. */
  take(store?: BlobStore): Promise<Taken>
}

export const bareHeader = { landlineBackups: 1 as const, appliance: 'a1', organization: 'Example', keys: [], sealedWith: null }

export async function openBareBackups(files = 3): Promise<BareBackups> {
  const [data, scratch, repositoryFolder] = [newFolder(), newFolder(), newFolder()]
  const uploads = await openBareUploads(data)
  const settingsFile = path.join(data, 'landline.json')
  writeFileSync(settingsFile, JSON.stringify(initialSettings))
  const secrets = new Map<string, Secret>()
  for (let i = 0; i < files; i++) await storeFile(uploads, randomBytes(1000 + i))
  const source: Source = {
    database: uploads.database,
    settingsFile,
    secrets: {
      get: async (name) => secrets.get(name),
      set: async (name, secret) => void secrets.set(name, secret),
      delete: async (name) => void secrets.delete(name),
      names: async () => [...secrets.keys()],
    },
    files: { library: uploads.uploads.files, copyFromBuckets: false },
    version: '0.0.1',
  }
  const bare: BareBackups = {
    ...uploads,
    data,
    scratch,
    repositoryFolder,
    source,
    secrets,
    cipher: undefined,
    async write(work, store = new FolderStore(repositoryFolder)) {
      const lock = await lockRepository(store, 'a test')
      try {
        return await work(
          await openOwn(store, { ...bareHeader, sealedWith: bare.cipher?.fingerprint ?? null }, bare.cipher),
          lock,
        )
      } finally {
        await lock.release()
      }
    },
    async take(store) {
      return await bare.write(async (repository, lock) => {
        const taken = await takeSnapshot(source, { repository, lock, scratch, reason: 'asked' })
        const damages = await verifySnapshot(repository, taken.name, scratch)
        if (damages.length > 0) throw new Error(JSON.stringify(damages))
        await repository.writeCheck({ snapshot: taken.name.id, verifiedAt: 1, drilledAt: null })
        return taken
      }, store)
    },
  }
  return bare
}

/** Every row of every table, as SQLite has them, for comparing two databases. */
export function allRows(file: string): Record<string, unknown[]> {
  const sqlite = new SQLite(file, { readonly: true })
  try {
    const tables = sqlite
      .prepare<[], { name: string }>(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'view'`)
      .all()
    return Object.fromEntries(
      tables.map(({ name }) => [
        name,
        sqlite
          .prepare(`SELECT * FROM "${name}"`)
          .raw()
          .all()
          .map((row) => JSON.stringify(row))
          .toSorted(),
      ]),
    )
  } finally {
    sqlite.close()
  }
}

/** The sha256 of every file below a folder, by its path. */
export function allFiles(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).toSorted()
  return Object.fromEntries(
    paths.map((file) => [path.relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  )
}
