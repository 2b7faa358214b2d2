import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Db, openDatabase } from '../../database/connection.ts'
import { migrate } from '../../database/migrate.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { stagingFolder } from './restore-file.ts'
import { refuseNewer, refuseWithoutDatabase, unpackFiles, verifyDatabase } from './unpack-all.ts'

export interface Reading {
  readonly repository: Repository
  readonly name: SnapshotName
  /** The data folder, for room beside it. */
  readonly folder: string
  readonly signal?: AbortSignal
  readonly wrote?: (bytes: number, total: number) => void
}

/** Reads the database of a snapshot, brought up to this program's version in a copy of its own. @throws BackupRefused */
export async function withSnapshotDatabase<T>(reading: Reading, work: (db: Db) => Promise<T>): Promise<T> {
  const { repository, name, folder, signal, wrote } = reading
  const manifest = await repository.manifest(name)
  refuseNewer(manifest, name)
  refuseWithoutDatabase(manifest, name)
  const to = await mkdtemp(path.join(folder, `${stagingFolder}-`))
  try {
    const files = manifest.files.filter((file) => file.path === 'landline.db')
    const total = files[0]!.bytes
    await unpackFiles(files, { repository, name, to, signal, wrote: wrote && ((bytes) => wrote(bytes, total)) })
    await verifyDatabase(to, signal)
    const file = path.join(to, 'landline.db')
    migrate(file, to)
    const database = openDatabase(file)
    try {
      return await work(database.read)
    } finally {
      await database.close()
    }
  } finally {
    await rm(to, { recursive: true, force: true })
  }
}
