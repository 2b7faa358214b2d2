import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../config/problem.ts'
import { EncryptedFileStore } from '../../config/secrets/encrypted-file.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { syncFolder } from '../../uploads/stores/folder-sync.ts'
import { isAlive } from '../is-alive.ts'
import type { Replayed } from '../journal/replay.ts'
import { BackupRefused } from '../refused.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { type DatabaseFacts, isSecret, type Manifest } from '../snapshot/manifest.ts'
import { asRefused, unusable } from './failure.ts'
import { type History, replayHistory } from './history.ts'
import { bytesOf, refuseNewer, refuseWithoutDatabase, unpackFiles, verifyDatabase } from './unpack-all.ts'

export interface Restored {
  readonly snapshot: string
  readonly manifest: Manifest
  readonly bytes: number
  /** What the database holds that came out of it. */
  readonly database: DatabaseFacts
  /** Up to when history goes; null where it is the snapshot's alone. */
  readonly until: Date | null
  /** How many of the journal's entries were needed for that. */
  readonly entries: number
  /** Files that the database knows, and neither the snapshot nor the journal has. */
  readonly missing: readonly string[]
}

/**
 * Makes a data folder from a snapshot. Everything is written and checked in a folder beside it, which then takes its place at
 * once: `to` holds all of it or nothing.
 * @param to does not exist, or is empty
 * @param history without it, the snapshot as it was taken
 * @throws BackupRefused; then `to` is as it was
 */
export async function restoreInto(
  repository: Repository,
  name: SnapshotName,
  to: string,
  signal?: AbortSignal,
  history?: History,
): Promise<Restored> {
  const target = path.resolve(to)
  await refuseUsed(target)
  const manifest = await repository.manifest(name)
  refuseNewer(manifest, name)
  const staging = await makeStaging(target)
  try {
    const unpacked = await unpackAll(repository, name, manifest, staging, signal, history)
    await settleIn(staging, manifest)
    await takePlace(staging, target)
    return { snapshot: name.id, manifest, bytes: bytesOf(manifest.files), ...unpacked }
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    throw asRefused(error, name.id, target)
  }
}

/**
 * Writes a snapshot as plain files that need no Landline: SQLite, uploads, settings, and the manifest in JSON. Without secrets.
 * @throws BackupRefused; then `to` is as it was
 */
export async function exportInto(
  repository: Repository,
  name: SnapshotName,
  to: string,
  signal?: AbortSignal,
): Promise<Restored> {
  const target = path.resolve(to)
  await refuseUsed(target)
  const manifest = await repository.manifest(name)
  const staging = await makeStaging(target)
  try {
    const files = manifest.files.filter((file) => !isSecret(file))
    const unpacked = await unpackAll(repository, name, { ...manifest, files }, staging, signal)
    await writeFile(path.join(staging, 'manifest.json'), `${JSON.stringify({ ...manifest, files }, undefined, 2)}\n`, {
      flush: true,
    })
    await takePlace(staging, target)
    return { snapshot: name.id, manifest, bytes: bytesOf(manifest.files), ...unpacked }
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    throw asRefused(error, name.id, target)
  }
}

async function unpackAll(
  repository: Repository,
  name: SnapshotName,
  manifest: Manifest,
  staging: string,
  signal?: AbortSignal,
  history?: History,
): Promise<Pick<Restored, 'database' | keyof Replayed>> {
  refuseWithoutDatabase(manifest, name)
  await unpackFiles(manifest.files, { repository, name, to: staging, signal })
  const replayed = await replayHistory({ repository, history, signal }, manifest, staging)
  return { ...replayed, database: await verifyDatabase(staging, signal) }
}

/** Puts the secrets where any computer can read them: this one's keychain is not ours to fill, and may not be there at all. */
async function settleIn(staging: string, manifest: Manifest): Promise<void> {
  const sealed = path.join(staging, 'secrets.json')
  if (manifest.hasSecrets) {
    const values = JSON.parse(await readFile(sealed, 'utf8')) as Record<string, string>
    const store = new EncryptedFileStore(staging, undefined)
    for (const [name, value] of Object.entries(values)) await store.set(name, new Secret(value))
    await rm(sealed)
  }
  const file = path.join(staging, 'landline.json')
  const settings = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) as Record<string, unknown>
  const secretStore = manifest.hasSecrets ? 'file' : null
  await writeFile(file, `${JSON.stringify({ ...settings, secretStore, keychainName: null }, undefined, 2)}\n`, { flush: true })
}

const nameOfStaging = (target: string): string => `${path.basename(target)}.restoring-`

async function makeStaging(target: string): Promise<string> {
  const parent = path.dirname(target)
  try {
    await mkdir(parent, { recursive: true, mode: 0o700 })
    await removeLeftovers(target)
    const staging = path.join(parent, `${nameOfStaging(target)}${process.pid}`)
    await mkdir(staging, { mode: 0o700 })
    return staging
  } catch (cause) {
    throw unusable(target, cause)
  }
}

/** What a restore to the same place left when its power went. */
async function removeLeftovers(target: string): Promise<void> {
  const parent = path.dirname(target)
  for (const name of await readdir(parent)) {
    const [before, pid] = [name.slice(0, nameOfStaging(target).length), Number(name.slice(nameOfStaging(target).length))]
    if (before !== nameOfStaging(target) || !Number.isInteger(pid) || (pid !== process.pid && isAlive(pid))) continue
    await rm(path.join(parent, name), { recursive: true, force: true })
  }
}

async function takePlace(staging: string, target: string): Promise<void> {
  await rmdir(target).catch((error: unknown) => {
    if (!isErrno(error, 'ENOENT')) throw error
  })
  await rename(staging, target)
  await syncFolder(path.dirname(target))
}

async function refuseUsed(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    if (isErrno(error, 'ENOTDIR')) return ['a file']
    throw unusable(target, error)
  })
  if (names.length === 0) return
  throw new BackupRefused(
    'TARGET_NOT_EMPTY',
    `${target} is not empty, and nothing is ever written over what is there.`,
    'Name a folder that does not exist yet, or an empty one. Nothing was changed.',
  )
}
