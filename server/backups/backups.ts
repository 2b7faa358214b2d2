import path from 'node:path'
import type { BackupSettings, Destination, KnownKey } from '../config/backup-settings.ts'
import type { DataFolder } from '../config/data-folder.ts'
import { OwnersProblem } from '../config/problem.ts'
import type { Secret } from '../config/secrets/secret.ts'
import type { SecretStore } from '../config/secrets/secret-store.ts'
import type { Database } from '../database/connection.ts'
import { findRealm } from '../realm/find.ts'
import type { FileLibrary } from '../uploads/file-library.ts'
import { version } from '../version.ts'
import { type ChosenSettings, Destinations, type Place } from './destinations.ts'
import { drill, type Rehearse } from './drill.ts'
import { Journal, type JournalOptions } from './journal/journal.ts'
import type { Recorder } from './journal/recorder.ts'
import { Keyring } from './keys/keyring.ts'
import { parseRecoveryKey } from './keys/recovery-key.ts'
import { makeBackup, writing } from './make.ts'
import { BackupRefused } from './refused.ts'
import { Repositories } from './repositories.ts'
import type { Repository, SnapshotName } from './repository/repository.ts'
import { type Verification, verifyRepository } from './repository/verify.ts'
import { exportInto } from './restore/into-folder.ts'
import { type Pruned, prune } from './retention/prune.ts'
import { ChangedSettings } from './schedule/changed-settings.ts'
import { Scheduler } from './schedule/scheduler.ts'
import type { Manifest } from './snapshot/manifest.ts'
import { ownDigestIn } from './snapshot/own-files.ts'
import { forgetOtherNotes } from './snapshot/page-notes.ts'
import type { Source, Taken } from './snapshot/take.ts'
import { BackupState, type Drill } from './state.ts'
import { Turns, type UnderWay } from './turns.ts'
import { wholePath } from './whole-path.ts'

export interface BackupsOptions {
  readonly folder: Pick<DataFolder, 'path' | 'backups' | 'settings'>
  readonly database: Database
  readonly secrets: SecretStore
  readonly library: Pick<FileLibrary, 'storeOf'>
  readonly settings: { get(): BackupSettings; change(settings: BackupSettings): void }
  /** What writes down changes between snapshots; without it there are snapshots only. */
  readonly recorder?: Recorder
  /** True once all of it is on another computer, which backs it up from now on. */
  readonly isGone?: () => boolean
  readonly warn?: (cause: unknown, sentence: string) => void
  /** Unix seconds. */
  readonly now?: () => number
}

export interface MadeBackup extends Taken {
  readonly destination: string
}

const unixNow = (): number => Math.floor(Date.now() / 1000)

/** Everything that the owner, the schedule and the command line ask of backups. Works take turns: never two at once. */
export class Backups {
  readonly keyring: Keyring
  readonly destinations: Destinations
  readonly state: BackupState
  readonly changedSettings: ChangedSettings
  readonly now: () => number
  readonly journal: Journal | undefined
  readonly #options: BackupsOptions
  readonly #turns: Turns
  readonly #repositories: Repositories
  readonly #scheduler: Scheduler

  constructor(options: BackupsOptions) {
    const { folder, settings, secrets, now = unixNow } = options
    this.#options = options
    this.now = now
    const chosen: ChosenSettings = {
      get: () => settings.get(),
      change: (changes) => settings.change({ ...settings.get(), ...changes }),
    }
    this.destinations = new Destinations({ localFolder: folder.backups, settings: chosen, secrets })
    const setKeys = (keys: KnownKey[], removed?: string): void =>
      chosen.change({ keys, ...(removed && { removedKeys: [...settings.get().removedKeys, removed] }) })
    this.keyring = new Keyring({
      secrets,
      keys: { get: () => settings.get().keys, set: setKeys },
      now,
    })
    this.#turns = new Turns(now)
    this.#repositories = new Repositories({
      destinations: this.destinations,
      keyring: this.keyring,
      settings: chosen,
      db: options.database.read,
    })
    this.#scheduler = new Scheduler(this, options.warn ?? (() => {}))
    this.state = new BackupState(path.join(folder.backups, 'state.json'), now())
    this.changedSettings = new ChangedSettings({
      source: () => this.#source,
      isSealed: async () => (await this.keyring.cipher()) !== undefined,
      names: () => this.destinations.names,
      state: this.state,
      now,
    })
    this.journal = options.recorder && new Journal(this.#journalOptions(options.recorder))
  }

  get settings(): BackupSettings {
    return this.#options.settings.get()
  }

  get underWay(): UnderWay | undefined {
    return this.#turns.underWay
  }

  change(changes: Partial<Pick<BackupSettings, 'schedule' | 'retention' | 'copyFromBuckets'>>): void {
    this.#options.settings.change({ ...this.settings, ...changes })
  }

  /**
   * Backs up to a destination, or to all of them. One that fails does not keep the others from theirs.
   * @throws BackupRefused where it failed everywhere; else failures are in the state, for the status
   */
  async create(destination: string | undefined, reason: Manifest['reason']): Promise<MadeBackup[]> {
    if (this.#isGone) throw gone()
    const names = destination === undefined ? this.destinations.names : [destination]
    const made: MadeBackup[] = []
    const failures: unknown[] = []
    for (const name of names) {
      try {
        made.push({ ...(await this.#turns.take('backup', name, () => this.#make(name, reason))), destination: name })
      } catch (error) {
        failures.push(error)
      }
    }
    if (made.length === 0) throw failures[0]
    return made
  }

  /** Backs up into a folder that is no destination, and does not become one. @throws BackupRefused */
  async createIn(folder: string, reason: Manifest['reason']): Promise<MadeBackup> {
    const known = this.destinations.names.find((name) => this.destinations.whereIs(name).where === folder)
    if (known) return (await this.create(known, reason))[0]!
    return await this.#turns.take('backup', folder, async () => {
      const place = await this.destinations.tryOut(folder, { folder }, undefined)
      return { ...(await this.#makeIn(place, reason)), destination: folder }
    })
  }

  /** Opens a destination for reading, with our own key where it is sealed. */
  reading<T>(destination: string, work: (repository: Repository, place: Place) => Promise<T>): Promise<T> {
    return this.#repositories.reading(destination, work)
  }

  async verify(destination: string): Promise<Verification> {
    return await this.#turns.take('verify', destination, () =>
      this.reading(destination, (repository) =>
        verifyRepository(repository, this.#options.folder.backups, this.#turns.signal, this.#turns.report),
      ),
    )
  }

  async prune(destination: string, dryRun: boolean): Promise<Pruned> {
    return await this.#turns.take('prune', destination, () =>
      this.#repositories.writing(destination, 'the removal of old snapshots', (repository, lock) =>
        prune(repository, lock, this.settings.retention, dryRun),
      ),
    )
  }

  async export(destination: string, snapshot: string, to: string): Promise<{ snapshot: string; files: number; bytes: number }> {
    return await this.reading(destination, async (repository) => {
      const name = await repository.find(snapshot)
      const { manifest, bytes, ...rest } = await exportInto(repository, name, wholePath(to), this.#turns.signal)
      return { ...rest, bytes, files: manifest.files.length }
    })
  }

  /** @throws BackupRefused KEY_EXISTS where there is one and `another` was not asked for */
  async createKey(another: boolean): Promise<Secret> {
    if (this.keyring.keys.length > 0 && !another) {
      throw new BackupRefused(
        'KEY_EXISTS',
        'There is a recovery key already.',
        'Make another one beside it; if the first is lost, remove it then.',
      )
    }
    const key = await this.keyring.create()
    await this.#spreadKeys()
    return key
  }

  async proveKey(text: string): Promise<KnownKey> {
    return await this.keyring.prove(parseRecoveryKey(text))
  }

  async removeKey(id: string): Promise<void> {
    this.keyring.remove(id)
    await this.#spreadKeys()
  }

  async addDestination(name: string, destination: Destination, secret: Secret | undefined): Promise<void> {
    const place = await this.destinations.tryOut(name, destination, secret)
    try {
      await writing(place, await this.#repositories.own(), 'the choice of this place', async () => {})
      await this.destinations.add(name, destination, secret)
    } finally {
      place.close()
    }
  }

  async removeDestination(name: string): Promise<void> {
    await this.destinations.remove(name)
    this.state.forget(name)
    await forgetOtherNotes(this.#options.folder.backups, this.destinations.storeIds)
  }

  /** How to start a server on a copy: only the whole program knows. */
  rehearse: Rehearse | undefined

  /**
   * Restores a snapshot, the newest one where none is named, into a scratch folder, starts a real server on it and reads a
   * message. The result is kept, whether good or bad.
   * @throws BackupRefused where there is no snapshot to try
   */
  async drill(destination: string, snapshot = 'latest'): Promise<Drill> {
    return await this.#turns.take('drill', destination, () =>
      this.reading(destination, async (repository) => {
        const name = await repository.find(snapshot)
        const at = this.now()
        const outcome = await this.#tryOut(repository, name)
        const drilled = { at, snapshot: name.id, ...outcome }
        this.state.drilled(drilled)
        if (outcome.isFine) await this.#noteDrill(destination, name.id, at)
        return drilled
      }),
    )
  }

  async #tryOut(repository: Repository, name: SnapshotName): Promise<{ isFine: boolean; message: string }> {
    if (!this.rehearse) throw new Error('Nobody said how to start a server')
    try {
      return {
        isFine: true,
        message: await drill(repository, name, this.#options.folder.backups, this.rehearse, this.#turns.signal),
      }
    } catch (error) {
      this.#turns.signal.throwIfAborted()
      this.#options.warn?.(error, 'The restore drill failed')
      return { isFine: false, message: `The newest snapshot could not be restored and used: ${(error as Error).message}` }
    }
  }

  async #noteDrill(destination: string, snapshot: string, drilledAt: number): Promise<void> {
    await this.#repositories.writing(destination, 'the note of a drill', async (repository) => {
      const check = await repository.check(snapshot)
      await repository.writeCheck({ snapshot, verifiedAt: check?.verifiedAt ?? drilledAt, drilledAt })
    })
  }

  /** From now on backups happen by themselves. Only a server that serves people does so. */
  start(): void {
    this.#scheduler.start()
    this.journal?.start()
  }

  get nextRun(): Date | undefined {
    return this.#scheduler.nextRun
  }

  /** Whether there is anything to back up at all. */
  async isSetUp(): Promise<boolean> {
    return !this.#isGone && (await findRealm(this.#options.database.read)) !== undefined
  }

  async close(): Promise<void> {
    this.#scheduler.stop()
    this.#turns.stop()
    await this.journal?.close()
    await this.#turns.settled()
  }

  async #make(name: string, reason: Manifest['reason']): Promise<Taken> {
    const since = Date.now()
    try {
      const taken = await this.#repositories.at(name, (place) => this.#makeIn(place, reason))
      this.journal?.lookAgain(name)
      const { manifest, newBytes } = taken
      const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
      const seconds = (Date.now() - since) / 1000
      const missing = manifest.missing.length
      const settings = ownDigestIn(manifest)
      this.state.succeeded(name, { snapshot: taken.name.id, at: this.now(), seconds, bytes, newBytes, missing, settings })
      return taken
    } catch (error) {
      if (!this.#turns.signal.aborted) this.#note(name, error)
      throw error
    }
  }

  async #makeIn(place: Place, reason: Manifest['reason']): Promise<Taken> {
    await forgetOtherNotes(this.#options.folder.backups, [...this.destinations.storeIds, place.store.id])
    return await makeBackup({
      place,
      own: await this.#repositories.own(),
      source: this.#source,
      retention: this.settings.retention,
      reason,
      scratch: this.#options.folder.backups,
      now: this.now,
      signal: this.#turns.signal,
      warn: this.#options.warn ?? (() => {}),
      report: this.#turns.report,
    })
  }

  get #isGone(): boolean {
    return this.#options.isGone?.() ?? false
  }

  #note(name: string, error: unknown): void {
    const isTold = error instanceof OwnersProblem
    const message = isTold ? error.message : 'The backup failed for a reason that Landline was not prepared for.'
    const nextStep = isTold ? error.nextStep : 'The log in the data folder (logs/landline.log) says more.'
    this.state.failed(name, { at: this.now(), message, nextStep })
    this.#options.warn?.(error, `The backup to ${name} failed`)
  }

  /** Every place learns of the recovery keys when it is next written to; those that are there, now. */
  async #spreadKeys(): Promise<void> {
    for (const name of this.destinations.names) {
      await this.#turns
        .take('keys', name, () => this.#repositories.writing(name, 'a change of recovery keys', async () => {}))
        .catch((error: unknown) => this.#options.warn?.(error, `${name} learns of the recovery keys at the next backup`))
    }
  }

  #journalOptions(recorder: Recorder): JournalOptions {
    const { database, library, warn = () => {} } = this.#options
    return {
      recorder,
      db: database.read,
      files: () => ({ library, copyFromBuckets: this.settings.copyFromBuckets }),
      destinations: () => (this.settings.schedule === null || this.#isGone ? [] : this.destinations.names),
      open: (name) => this.#repositories.openForJournal(name),
      makeSnapshot: async (name) => (await this.isSetUp()) && (await this.create(name, 'schedule')).length > 0,
      warn,
    }
  }

  get #source(): Source {
    const { database, folder, secrets, library, recorder } = this.#options
    const files = { library, copyFromBuckets: this.settings.copyFromBuckets }
    return { database, settingsFile: folder.settings, secrets, files, version, ...(recorder && { recorder }) }
  }
}

const gone = (): BackupRefused =>
  new BackupRefused(
    'MOVE_DONE',
    'This chat has moved to another computer, which backs it up from now on.',
    'To serve people here again, undo the move first.',
  )
