import { unixTime } from '../api/unix-time.ts'
import { BackupRefused } from './refused.ts'
import { atOnce } from './repository/at-once.ts'
import type { Repository, SnapshotName } from './repository/repository.ts'
import { uploadsOf } from './snapshot/manifest.ts'

/** What the owner sees of a snapshot before anything happens. Times in Unix seconds. */
export async function describeSnapshot(repository: Repository, name: SnapshotName) {
  const check = await repository.check(name.id).catch(() => undefined)
  const facts = {
    snapshot: name.id,
    createdAt: unixTime(name.createdAt),
    isSealed: name.isSealed,
    verifiedAt: check?.verifiedAt ?? null,
    drilledAt: check?.drilledAt ?? null,
  }
  try {
    return { ...facts, content: await contentOf(repository, name), flaw: null }
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error
    return { ...facts, content: null, flaw: error.message }
  }
}

/** A few at a time: each has a list of all files, and there may be many thousands. */
export async function describeSnapshots(repository: Repository, names: readonly SnapshotName[]) {
  const described: Awaited<ReturnType<typeof describeSnapshot>>[] = []
  for await (const one of atOnce(names, 2, (name) => describeSnapshot(repository, name))) described.push(one)
  return described
}

async function contentOf(repository: Repository, name: SnapshotName) {
  const manifest = await repository.manifest(name)
  const { version, os, host, reason, database, elsewhere, missing, hasSecrets, files } = manifest
  const { rows: _, ...counted } = database
  return {
    version,
    os,
    host,
    reason,
    ...counted,
    files: uploadsOf(manifest).length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    elsewhere: elsewhere.length,
    missing: missing.length,
    hasSecrets,
  }
}
