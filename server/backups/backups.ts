import path from 'node:path'
import { unixNow } from '../api/unix-time.ts'
import type { BackupSettings, Destination, KnownKey } from '../config/backup-settings.ts'
import type { Secret } from '../config/secrets/secret.ts'
import { findRealm } from '../realm/find.ts'
import { Destinations, type Place } from './destinations.ts'
import type { Rehearse } from './drill.ts'
import { Drills } from './drills.ts'
import { Journal, type JournalOptions } from './journal/journal.ts'
import type { Recorder } from './journal/recorder.ts'
import { Keyring } from './keys/keyring.ts'
import { parseRecoveryKey } from './keys/recovery-key.ts'
import { writing } from './make.ts'
import { type MadeBackup, Maker } from './maker.ts'
import { type BackupsOptions, sourceOf } from './options.ts'
import { Repositories } from './repositories.ts'
import type { RepositoryLock } from './repository/lock.ts'
import type { Repository } from './repository/repository.ts'
import { exportInto } from './restore/into-folder.ts'
import { ChangedSettings } from './schedule/changed-settings.ts'
import { Scheduler } from './schedule/scheduler.ts'
import type { Manifest } from './snapshot/manifest.ts'
import { forgetOtherNotes } from './snapshot/page-notes.ts'
import { BackupState, type Drill } from './state.ts'
import { Turns, type UnderWay } from './turns.ts'
import { Upkeep } from './upkeep.ts'
import { wholePath } from './whole-path.ts'

/** Everything that the owner, the schedule and the command line ask of backups. Works take turns: never two at once. */
export class Backups {
  readonly keyring: Keyring
  readonly destinations: Destinations
  readonly state: BackupState
  readonly changedSettings: ChangedSettings
  readonly now: () => number
  readonly journal: Journal | undefined
  readonly upkeep: Upkeep
  readonly #options: BackupsOptions
  readonly #turns: Turns
  readonly #repositories: Repositories
  readonly #scheduler: Scheduler
  readonly #maker: Maker
  readonly #drills: Drills

  constructor(options: BackupsOptions) {
    const { folder, settings, secrets, now = unixNow } = options
    this.#options = options
    this.now = now
    this.destinations = new Destinations({ localFolder: folder.backups, settings, secrets })
    this.keyring = new Keyring({ secrets, settings, now })
    this.#turns = new Turns(now)
    this.#repositories = new Repositories({
      destinations: this.destinations,
      keyring: this.keyring,
      settings,
      db: options.database.read,
      signal: this.#turns.signal,
    })
    this.#scheduler = new Scheduler(this, options.warn ?? (() => {}))
    this.state = new BackupState(path.join(folder.backups, 'state.json'), now())
    this.changedSettings = new ChangedSettings({
      source: () => sourceOf(options),
      isSealed: async () => (await this.keyring.cipher()) !== undefined,
      names: () => this.destinations.names,
      state: this.state,
      now,
    })
    const parts = {
      options,
      destinations: this.destinations,
      repositories: this.#repositories,
      turns: this.#turns,
      state: this.state,
      now,
    }
    this.#maker = new Maker({ ...parts, made: (name) => this.journal?.lookAgain(name) })
    this.#drills = new Drills(parts)
    this.upkeep = new Upkeep(parts)
    this.journal = options.recorder && new Journal(this.#journalOptions(options.recorder))
  }

  get settings(): BackupSettings {
    return this.#options.settings.get()
  }

  get underWay(): UnderWay | undefined {
    return this.#turns.underWay
  }

  change(changes: Partial<Pick<BackupSettings, 'schedule' | 'retention' | 'copyFromBuckets'>>): void {
    this.#options.settings.change(changes)
  }

  /** @see Maker.create */
  create(destination: string | undefined, reason: Manifest['reason']): Promise<MadeBackup[]> {
    return this.#maker.create(destination, reason)
  }

  /** @see Maker.createIn */
  createIn(folder: string, reason: Manifest['reason']): Promise<MadeBackup> {
    return this.#maker.createIn(folder, reason)
  }

  /** Opens a destination for reading, with our own key where it is sealed. */
  reading<T>(destination: string, work: (repository: Repository, place: Place) => Promise<T>): Promise<T> {
    return this.#repositories.reading(destination, work)
  }

  async export(destination: string, snapshot: string, to: string): Promise<{ snapshot: string; files: number; bytes: number }> {
    return await this.reading(destination, async (repository) => {
      const name = await repository.find(snapshot)
      const { manifest, bytes, ...rest } = await exportInto(repository, name, wholePath(to), this.#turns.signal)
      return { ...rest, bytes, files: manifest.files.length }
    })
  }

  /** @see Keyring.create */
  async createKey(another: boolean): Promise<Secret> {
    const key = await this.keyring.create(another)
    await this.upkeep.spreadKeys()
    return key
  }

  async proveKey(text: string): Promise<KnownKey> {
    return await this.keyring.prove(parseRecoveryKey(text))
  }

  async removeKey(id: string): Promise<void> {
    this.keyring.remove(id)
    await this.upkeep.spreadKeys()
  }

  async addDestination(name: string, destination: Destination, secret: Secret | undefined): Promise<void> {
    const place = await this.destinations.tryOut(name, destination, secret)
    try {
      const tryRemoval = (_: Repository, lock: RepositoryLock): Promise<void> => lock.release()
      const [own, what] = [await this.#repositories.own(), 'the choice of this place']
      await writing({ place, own, what, signal: this.#turns.signal }, tryRemoval)
      await this.destinations.add(place, secret)
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
  set rehearse(rehearse: Rehearse) {
    this.#drills.rehearse = rehearse
  }

  /** @see Drills.run */
  drill(destination: string, snapshot?: string): Promise<Drill> {
    return this.#drills.run(destination, snapshot)
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

  get #isGone(): boolean {
    return this.#options.isGone?.() ?? false
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
}
