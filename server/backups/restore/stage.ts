import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { SettingsFile } from '../../config/landline-json.ts'
import { readSettings } from '../../config/read-settings.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import { leaveStoresAlone } from '../../uploads/inventory.ts'
import { syncFolder } from '../../uploads/stores/folder-sync.ts'
import type { Replayed } from '../journal/replay.ts'
import { BackupRefused } from '../refused.ts'
import { FileDamaged } from '../repository/damage.ts'
import { FolderStore } from '../repository/folder-store.ts'
import { readHeader } from '../repository/header.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { certificateFolder, type DatabaseFacts, isSecret, type Manifest } from '../snapshot/manifest.ts'
import { type History, replayHistory } from './history.ts'
import { mergeSettings } from './new-settings.ts'
import { type Plan, stagingFolder } from './restore-file.ts'
import { presentSecrets, secretsIn } from './secrets.ts'
import { bytesOf, freeBytesAt, refuseNewer, refuseWithoutDatabase, unpackFiles, verifyDatabase } from './unpack-all.ts'

/** The data folder that is to be replaced. Its database need not be readable. */
export interface Present {
  readonly folder: string
  readonly settings: SettingsFile
  readonly secrets: SecretStore
  /** Opens the secrets of a folder of ours the way the present ones are opened: in the keychain where there is one. */
  openSecretsIn(folder: string, settings: SettingsFile): Promise<SecretStore>
}

export interface Staging {
  readonly repository: Repository
  readonly name: SnapshotName
  readonly keepNetworkSettings: boolean
  readonly history?: History
  readonly signal: AbortSignal
  readonly report: (stage: 'unpacking' | 'verifying', done: number, total: number) => void
}

export const isOurs = ({ settings }: Pick<Present, 'settings'>, { header }: Repository): boolean =>
  settings.get().backups.applianceId === header.appliance

/**
 * Lays all of a snapshot beside what is in use, on the same disk, verified and with the settings and secrets that it is to have.
 * What is in use is not touched.
 * @throws BackupRefused, ChunkDamaged, FileDamaged
 */
export async function stage(present: Present, staging: Staging): Promise<Omit<Plan, 'safetySnapshot'>> {
  const { repository, name, signal, report } = staging
  const manifest = await repository.manifest(name)
  refuseNewer(manifest, name)
  refuseWithoutDatabase(manifest, name)
  const to = await emptyFolder(present.folder)
  const withCertificates = await takesCertificates(present, staging, manifest)
  const files = manifest.files.filter((file) => !isSecret(file) || (withCertificates && isCertificate(file)))
  const total = bytesOf(files)
  await refuseFullDisk(to, total)
  let done = 0
  const wrote = (bytes: number): void => {
    done += bytes
    report('unpacking', done, total)
  }
  report('unpacking', 0, total)
  await unpackFiles(files, { repository, name, to, signal, wrote })
  report('verifying', 0, 0)
  const replayed = await replayHistory(staging, manifest, to)
  const facts = await verifyDatabase(to, signal)
  if (replayed.entries === 0) refuseOtherCounts(facts, manifest)
  forgetStores(path.join(to, 'landline.db'))
  const { names, ...merged } = await settle(present, staging, manifest, to)
  await syncFolders(to)
  signal.throwIfAborted()
  const { organization, people, messages } = facts
  return {
    snapshot: name.id,
    expected: { organization, people, messages },
    ...merged,
    names: [...names, ...(withCertificates ? [certificateFolder] : [])],
    notes: [...merged.notes, ...notesOnHistory(replayed)],
  }
}

function notesOnHistory({ until, missing }: Replayed): string[] {
  return [
    ...(until ? [`It holds what happened up to ${until.toLocaleString()}.`] : []),
    ...(missing.length ? [`Files that came after the snapshot and are not in these backups: ${missing.length}.`] : []),
  ]
}

const isCertificate = ({ path: at }: { readonly path: string }): boolean => at.startsWith(`${certificateFolder}/`)

/** They belong to the addresses; but a computer that has none loses nothing by them. */
async function takesCertificates({ folder }: Present, { keepNetworkSettings }: Staging, { files }: Manifest): Promise<boolean> {
  if (!files.some(isCertificate)) return false
  return !keepNetworkSettings || (await readdir(path.join(folder, certificateFolder)).catch(() => [])).length === 0
}

async function emptyFolder(data: string): Promise<string> {
  const to = path.join(data, stagingFolder)
  await rm(to, { recursive: true, force: true })
  for (const name of ['uploads', 'avatars', 'backups']) await mkdir(path.join(to, name), { recursive: true, mode: 0o700 })
  return to
}

async function refuseFullDisk(to: string, bytes: number): Promise<void> {
  const free = await freeBytesAt(to)
  if (free >= bytes) return
  const [has, needs] = [free, bytes].map((one) => `${Math.ceil(one / 1024 / 1024)} MiB`)
  throw new BackupRefused(
    'DISK_FULL',
    `What is brought back is laid beside what is here first: that takes ${needs} on the disk of the data folder, and there are ${has}.`,
    'Free some space there, then try again. Nothing was changed.',
  )
}

function refuseOtherCounts({ rows }: DatabaseFacts, { database }: Manifest): void {
  for (const [table, promised] of Object.entries(database.rows)) {
    if (rows[table] !== promised) throw new FileDamaged('landline.db', `${table} has ${rows[table] ?? 0} of ${promised} rows`)
  }
}

/** Until it is proved, what is in buckets belongs to what may have to come back. */
function forgetStores(file: string): void {
  const sqlite = new SQLite(file)
  try {
    leaveStoresAlone(sqlite)
  } finally {
    sqlite.close()
  }
}

async function settle(present: Present, { repository, name, keepNetworkSettings }: Staging, manifest: Manifest, to: string) {
  const ours = isOurs(present, repository)
  const file = path.join(to, 'landline.json')
  const { settings, notes } = mergeSettings({
    present: present.settings.get(),
    snapshot: readSettings(await readFile(file, 'utf8'), file).everything,
    isOurs: ours,
    keepNetworkSettings,
  })
  await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`, { flush: true })
  const staged = new SettingsFile(file)
  const known = ours ? await presentSecrets(present.secrets, notes) : []
  const itsOwn = await secretsIn(repository, name, manifest)
  const values = new Map([...known, ...itsOwn, ...known.filter(([key]) => key.startsWith('backups/'))])
  const store = await present.openSecretsIn(to, staged)
  for (const [key, secret] of values) await store.set(key, secret)
  const mustMove = await hasOtherBackups(present, repository)
  return {
    notes: [...notesOn(manifest), ...notes],
    names: [...replacedNames, ...(mustMove ? ['backups'] : [])],
    keychainName: staged.get().keychainName,
  }
}

/** What a restore replaces. Logs, backups, certificates, caches and windows are this computer's. */
const replacedNames = [
  ...['landline.db', 'landline.db-wal', 'landline.db-shm', 'uploads', 'avatars'],
  ...['landline.json', 'secrets.enc', 'secrets.key', 'event-queues.json'],
]

/** The backups in the data folder are of whoever was here: another Landline cannot go on with them. */
async function hasOtherBackups({ folder }: Present, { header }: Repository): Promise<boolean> {
  const own = await readHeader(new FolderStore(path.join(folder, 'backups'))).catch(() => undefined)
  return own !== undefined && own.appliance !== header.appliance
}

export function notesOn({ hasSecrets, missing, elsewhere }: Manifest): string[] {
  return [
    ...(hasSecrets ? [] : ['Passwords and keys of other services are not in it, because it is not sealed.']),
    ...(missing.length ? [`Files that could not be read when it was made, and are not in it: ${missing.length}.`] : []),
    ...(elsewhere.length ? [`Files that are in their bucket, and not in it: ${elsewhere.length}.`] : []),
  ]
}

async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(path.join(folder, entry.name))
  }
  await syncFolder(folder)
}
