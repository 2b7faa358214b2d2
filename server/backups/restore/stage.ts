import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import SQLite from 'better-sqlite3'
import { SettingsFile } from '../../config/landline-json.ts'
import { readSettings } from '../../config/read-settings.ts'
import { Secret } from '../../config/secrets/secret.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import { leaveStoresAlone } from '../../uploads/inventory.ts'
import { syncFolder } from '../../uploads/stores/folder-sync.ts'
import { BackupRefused } from '../refused.ts'
import { FolderStore } from '../repository/folder-store.ts'
import { type Repository, readHeader, type SnapshotName } from '../repository/repository.ts'
import { FileDamaged, readFileOf } from '../repository/unpack.ts'
import type { DatabaseFacts, Manifest } from '../snapshot/manifest.ts'
import { mergeSettings } from './new-settings.ts'
import { type Plan, stagingFolder } from './restore-file.ts'
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
  const files = manifest.files.filter((file) => file.path !== 'secrets.json')
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
  const facts = await verifyDatabase(to, signal)
  refuseOtherCounts(facts, manifest)
  forgetStores(path.join(to, 'landline.db'))
  const merged = await settle(present, staging, manifest, to)
  await syncFolders(to)
  signal.throwIfAborted()
  const { organization, people, messages } = facts
  return { snapshot: name.id, expected: { organization, people, messages }, ...merged }
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
  const values = new Map([
    ...(ours ? await presentSecrets(present.secrets, notes) : []),
    ...(await secretsIn(repository, name, manifest)),
    ...(ours ? (await presentSecrets(present.secrets, [])).filter(([key]) => key.startsWith('backups/')) : []),
  ])
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

async function presentSecrets(store: SecretStore, notes: string[]): Promise<[string, Secret][]> {
  try {
    const found: [string, Secret][] = []
    for (const name of await store.names()) {
      const secret = await store.get(name)
      if (secret) found.push([name, secret])
    }
    return found
  } catch (error) {
    notes.push(
      `The secrets that are here now could not be read, so only those of the snapshot are there. ${(error as Error).message}`,
    )
    return []
  }
}

async function secretsIn(repository: Repository, { isSealed }: SnapshotName, { files }: Manifest): Promise<[string, Secret][]> {
  const file = files.find(({ path: at }) => at === 'secrets.json')
  if (!file) return []
  const text = (await buffer(readFileOf(repository.chunks(isSealed), file))).toString()
  return Object.entries(JSON.parse(text) as Record<string, string>).map(([name, value]) => [name, new Secret(value)])
}

/** The backups in the data folder are of whoever was here: another Landline cannot go on with them. */
async function hasOtherBackups({ folder }: Present, { header }: Repository): Promise<boolean> {
  const own = await readHeader(new FolderStore(path.join(folder, 'backups'))).catch(() => undefined)
  return own !== undefined && own.appliance !== header.appliance
}

export function notesOn({ hasSecrets, missing, elsewhere }: Manifest): string[] {
  return [
    ...(hasSecrets ? [] : ['Passwords and keys of other services are not in it, because it is not sealed.']),
    ...(missing.length ? [`${missing.length} files could not be read when it was made, and are not in it.`] : []),
    ...(elsewhere.length ? [`${elsewhere.length} files are in their bucket and not in it.`] : []),
  ]
}

async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(path.join(folder, entry.name))
  }
  await syncFolder(folder)
}
