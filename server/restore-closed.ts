import { chosenIn } from './backups/chosen-settings.ts'
import { localDestination } from './backups/destinations.ts'
import { snapshotFor } from './backups/journal/moments.ts'
import { Keyring } from './backups/keys/keyring.ts'
import { BackupRefused } from './backups/refused.ts'
import { openFolder } from './backups/repository/open.ts'
import { Repository } from './backups/repository/repository.ts'
import { asRefused } from './backups/restore/failure.ts'
import { RestoreFile } from './backups/restore/restore-file.ts'
import { type BareSource, readingBare } from './backups/restore/source.ts'
import { type Present, stage } from './backups/restore/stage.ts'
import { openDataFolder } from './config/data-folder.ts'
import { SettingsFile } from './config/landline-json.ts'
import { lockDataFolder } from './config/lock.ts'
import { openSecrets } from './config/secrets/choose.ts'
import type { Secret } from './config/secrets/secret.ts'

export interface ClosedRestore {
  readonly environment: { readonly masterKey?: Secret }
  readonly folder: string
  readonly command: string
  /** Of our own destinations, only the folder in the data folder can be opened. */
  readonly source: BareSource | { readonly destination: string }
  readonly snapshot: string
  readonly moment?: Date
  readonly withNetworkSettings?: boolean
  readonly evenWithoutSafetySnapshot?: boolean
}

/**
 * Stages a restore of everything where the database cannot be opened any more, for the next start to bring in.
 * @throws BackupRefused SAFETY_SNAPSHOT_FAILED unless it may do without
 */
export async function restoreClosed({ environment: { masterKey }, folder: at, command, ...wish }: ClosedRestore): Promise<void> {
  if (!wish.evenWithoutSafetySnapshot) throw noSafetySnapshot()
  const folder = openDataFolder(at)
  const lock = lockDataFolder(folder, command)
  try {
    const open = async (path: string, settings: SettingsFile) =>
      (await openSecrets({ folder: { path }, settings, masterKey })).store
    const settings = new SettingsFile(folder.settings)
    const secrets = await open(folder.path, settings)
    const present: Present = { folder: folder.path, settings, secrets, openSecretsIn: open }
    await reading(wish.source, folder.backups, present, async (repository) => {
      const { moment, snapshot } = wish
      const name = moment ? await snapshotFor(repository, moment) : await repository.find(snapshot)
      const staged = await stage(present, {
        repository,
        name,
        history: moment ?? (snapshot === 'latest' ? 'newest' : undefined),
        keepNetworkSettings: !wish.withNetworkSettings,
        signal: new AbortController().signal,
        report: () => {},
      }).catch((error: unknown) => {
        throw asRefused(error, name.id, folder.path)
      })
      const notes = [...staged.notes, 'What was here could not be read, so no safety snapshot of it was taken.']
      new RestoreFile(folder.path).write({ state: 'staged', plan: { ...staged, notes, safetySnapshot: null } })
    })
  } finally {
    lock.release()
  }
}

async function reading(
  source: ClosedRestore['source'],
  local: string,
  { settings, secrets }: Present,
  work: (repository: Repository) => Promise<void>,
): Promise<void> {
  if (!('destination' in source)) return await readingBare(source, work)
  if (source.destination !== localDestination) throw onlyLocal(source.destination)
  const { store, header } = await openFolder(local)
  await work(new Repository(store, header, await new Keyring({ secrets, settings: chosenIn(settings), now: () => 0 }).cipher()))
}

const onlyLocal = (destination: string): BackupRefused =>
  new BackupRefused(
    'DESTINATION_UNKNOWN',
    `Where “${destination}” is cannot be looked up, because what is here cannot be opened.`,
    'Name its folder with --repository and the recovery key with --key-file, or the bucket with --s3.',
  )

const noSafetySnapshot = (): BackupRefused =>
  new BackupRefused(
    'SAFETY_SNAPSHOT_FAILED',
    'What is here now cannot be read, so it cannot be backed up first. Nothing was changed.',
    'Add --even-without-safety-snapshot to go on all the same: what is here is kept for a week as the files it is.',
  )
