import { rm } from 'node:fs/promises'
import path from 'node:path'
import { forgetKeychain } from '../../config/secrets/choose.ts'
import type { Database } from '../../database/connection.ts'
import type { Backups } from '../backups.ts'
import { snapshotFor } from '../journal/moments.ts'
import { BackupRefused } from '../refused.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { listChannels } from './channels.ts'
import { asRefused } from './failure.ts'
import type { History } from './history.ts'
import { listRepository, previewSnapshot } from './preview.ts'
import { RestoreProgress } from './progress.ts'
import { startTidying } from './replaced.ts'
import { type Plan, stagingFolder } from './restore-file.ts'
import { broughtBack, cancelled, failed } from './results.ts'
import { takeSafetySnapshot } from './safety-snapshot.ts'
import { readingBare } from './source.ts'
import { type Present, stage } from './stage.ts'
import type { BringBack, Everything, RestorePart, RestoreSource, RestoreWish } from './wish.ts'

interface Parts {
  readonly present: Present
  readonly database: Database
  readonly backups: Backups
  /** How to bring back a part, into the running organization. */
  readonly bringBack: (choice: RestorePart) => BringBack
  readonly warn: (cause: unknown, sentence: string) => void
}

/** Everything that the owner asks of restores: one at a time, and its result until somebody has seen it. */
export class Restores {
  readonly #parts: Parts
  readonly #progress: RestoreProgress
  #cancel = new AbortController()
  #work: Promise<unknown> = Promise.resolve()
  #tidying: NodeJS.Timeout | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#progress = new RestoreProgress(parts.present.folder, parts.backups.now)
  }

  /** Closes the data folder and opens it again, which brings in what is staged. Only a server does so by itself. */
  restart: (() => void) | undefined

  get status(): RestoreProgress['status'] {
    return this.#progress.status
  }

  list(source: RestoreSource) {
    return this.#reading(source, (repository) => listRepository(repository, this.#parts.present))
  }

  preview(source: RestoreSource, snapshot: string) {
    const { present, database } = this.#parts
    return this.#reading(source, async (repository) =>
      previewSnapshot(repository, await repository.find(snapshot), present, database.file),
    )
  }

  channels(source: RestoreSource, snapshot: string) {
    const { present, database } = this.#parts
    return this.#reading(source, async (repository) =>
      listChannels({ repository, name: await repository.find(snapshot), folder: present.folder }, database.read),
    )
  }

  /** Begins, and says how far it is in `status`. @throws BackupRefused RESTORE_UNDER_WAY */
  start(wish: RestoreWish): void {
    if (this.#progress.underWay) throw underWay()
    this.#progress.begun(wish.choice.what, wish.snapshot)
    this.#cancel = new AbortController()
    this.#work = this.#run(wish)
  }

  /** @throws BackupRefused RESTORE_TOO_FAR */
  async cancel(): Promise<void> {
    if (this.#progress.underWay?.mayCancel === false) throw tooFar()
    this.#cancel.abort(new DOMException('The restore was cancelled', 'AbortError'))
    await this.#work
  }

  dismiss(): void {
    this.#progress.dismiss()
  }

  /** From now on what was replaced goes when its time has come. */
  startTidying(): void {
    const { present, backups, warn } = this.#parts
    const forget = async (name: string): Promise<void> => {
      if (name !== present.settings.get().keychainName) await forgetKeychain(name)
    }
    this.#tidying = startTidying({ folder: present.folder, now: backups.now, forget, warn })
  }

  async close(): Promise<void> {
    clearInterval(this.#tidying)
    if (this.#progress.underWay?.mayCancel) this.#cancel.abort(new Error('Landline stopped meanwhile'))
    await this.#work
  }

  #reading<T>(source: RestoreSource, work: (repository: Repository) => Promise<T>): Promise<T> {
    return 'destination' in source ? this.#parts.backups.reading(source.destination, work) : readingBare(source, work)
  }

  async #run({ source, snapshot, moment, choice }: RestoreWish): Promise<void> {
    const { signal } = this.#cancel
    try {
      await this.#reading(source, async (repository) => {
        const end = moment === undefined ? undefined : new Date(moment * 1000 + 999) // all of that second
        const name = end ? await snapshotFor(repository, end) : await repository.find(snapshot)
        this.#progress.found(name.id)
        signal.throwIfAborted()
        try {
          if (choice.what === 'everything')
            await this.#stage(repository, name, end ?? (snapshot === 'latest' ? 'newest' : undefined), choice)
          else await this.#bringBack(repository, name, choice)
        } catch (error) {
          throw asRefused(error, name.id, this.#parts.present.folder)
        }
      })
    } catch (error) {
      await this.#failed(error, choice)
      return
    }
    if (choice.what === 'everything') this.restart?.()
    else this.#progress.over()
  }

  async #stage(repository: Repository, name: SnapshotName, history: History | undefined, choice: Everything): Promise<void> {
    const { signal } = this.#cancel
    const { keepNetworkSettings } = choice
    const { report } = this.#progress
    const staged = await stage(this.#parts.present, { repository, name, history, keepNetworkSettings, signal, report })
    try {
      report('safety snapshot', 0, 0)
      const safety = await takeSafetySnapshot(this.#parts.backups, choice.evenWithoutSafetySnapshot, signal)
      signal.throwIfAborted()
      const plan: Plan = { ...staged, safetySnapshot: safety.snapshot, notes: [...staged.notes, ...safety.notes] }
      this.#progress.staged(plan)
    } catch (error) {
      if (staged.keychainName !== null) await forgetKeychain(staged.keychainName).catch(() => {})
      throw error
    }
  }

  async #bringBack(repository: Repository, name: SnapshotName, choice: RestorePart): Promise<void> {
    const work = { repository, name, signal: this.#cancel.signal, report: this.#progress.report }
    this.#progress.cameTo(broughtBack(await this.#parts.bringBack(choice)(work)))
  }

  async #failed(error: unknown, { what }: RestoreWish['choice']): Promise<void> {
    const { present, warn } = this.#parts
    const { signal } = this.#cancel
    await rm(path.join(present.folder, stagingFolder), { recursive: true, force: true }).catch(() => {})
    if (!signal.aborted) warn(error, 'A restore failed')
    this.#progress.cameTo(signal.aborted ? cancelled(what, signal.reason as Error) : failed(error))
    this.#progress.over()
  }
}

const underWay = (): BackupRefused =>
  new BackupRefused('RESTORE_UNDER_WAY', 'A restore is under way already.', 'Wait until it is over, or cancel it.')

const tooFar = (): BackupRefused =>
  new BackupRefused(
    'RESTORE_TOO_FAR',
    'The restore is past the point where it could be cancelled.',
    'What is replaced is kept for a week, and a safety snapshot was taken: restore that to go back.',
  )
