import { rm } from 'node:fs/promises'
import path from 'node:path'
import { isErrno, OwnersProblem } from '../../config/problem.ts'
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
import { removeReplaced } from './replaced.ts'
import { type Plan, RestoreFile, type RestoreResult, stagingFolder } from './restore-file.ts'
import { takeSafetySnapshot } from './safety-snapshot.ts'
import { readingBare } from './source.ts'
import { type Present, stage } from './stage.ts'
import type { BringBack, Everything, RestorePart, RestoreSource, RestoreStage, RestoreUnderWay, RestoreWish } from './wish.ts'

interface Parts {
  readonly present: Present
  readonly database: Database
  readonly backups: Backups
  /** How to bring back a part, into the running organization. */
  readonly bringBack: (choice: RestorePart) => BringBack
  readonly warn: (cause: unknown, sentence: string) => void
}

const day = 24 * 60 * 60 * 1000

/** Everything that the owner asks of restores: one at a time, and its result until somebody has seen it. */
export class Restores {
  readonly #parts: Parts
  readonly #file: RestoreFile
  #underWay: RestoreUnderWay | undefined
  #cancel = new AbortController()
  #work: Promise<unknown> = Promise.resolve()
  #tidying: NodeJS.Timeout | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#file = new RestoreFile(parts.present.folder)
  }

  /** Closes the data folder and opens it again, which brings in what is staged. Only a server does so by itself. */
  restart: (() => void) | undefined

  get status(): { underWay: RestoreUnderWay | null; result: RestoreResult | null } {
    const journal = this.#file.read()
    return { underWay: this.#underWay ?? null, result: journal.state === 'over' ? journal.result : null }
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
    if (this.#underWay) {
      throw new BackupRefused('RESTORE_UNDER_WAY', 'A restore is under way already.', 'Wait until it is over, or cancel it.')
    }
    const { what } = wish.choice
    this.#file.write({ state: 'begun', what, snapshot: wish.snapshot })
    this.#cancel = new AbortController()
    this.#underWay = { what, snapshot: wish.snapshot, stage: 'unpacking', done: 0, total: 0, since: this.#now, mayCancel: true }
    this.#work = this.#run(wish)
  }

  /** @throws BackupRefused RESTORE_TOO_FAR */
  async cancel(): Promise<void> {
    if (this.#underWay && !this.#underWay.mayCancel) {
      throw new BackupRefused(
        'RESTORE_TOO_FAR',
        'The restore is past the point where it could be cancelled.',
        'What is replaced is kept for a week, and a safety snapshot was taken: restore that to go back.',
      )
    }
    this.#cancel.abort(new DOMException('The restore was cancelled', 'AbortError'))
    await this.#work
  }

  dismiss(): void {
    if (this.#file.read().state === 'over') this.#file.write({ state: 'none' })
  }

  /** From now on what was replaced goes when its time has come. */
  startTidying(): void {
    const { present, warn } = this.#parts
    const forget = async (name: string): Promise<void> => {
      if (name !== present.settings.get().keychainName) await forgetKeychain(name)
    }
    const tidy = (): void =>
      void removeReplaced(present.folder, this.#now, forget).catch((error: unknown) =>
        warn(error, 'What a restore replaced a week ago could not be removed'),
      )
    tidy()
    this.#tidying = setInterval(tidy, day).unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#tidying)
    if (this.#underWay?.mayCancel) this.#cancel.abort(new Error('Landline stopped meanwhile'))
    await this.#work
  }

  get #now(): number {
    return this.#parts.backups.now()
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
        this.#underWay = { ...this.#underWay!, snapshot: name.id }
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
      await this.#failed(error)
      return
    }
    if (choice.what === 'everything') this.restart?.()
    else this.#underWay = undefined
  }

  readonly #report = (stage: RestoreStage, done: number, total: number): void => {
    this.#underWay = { ...this.#underWay!, stage, done, total }
  }

  async #stage(repository: Repository, name: SnapshotName, history: History | undefined, choice: Everything): Promise<void> {
    const { signal } = this.#cancel
    const { keepNetworkSettings } = choice
    const report = this.#report
    const staged = await stage(this.#parts.present, { repository, name, history, keepNetworkSettings, signal, report })
    try {
      report('safety snapshot', 0, 0)
      const safety = await takeSafetySnapshot(this.#parts.backups, choice.evenWithoutSafetySnapshot, signal)
      signal.throwIfAborted()
      const plan: Plan = { ...staged, safetySnapshot: safety.snapshot, notes: [...staged.notes, ...safety.notes] }
      this.#file.write({ state: 'staged', plan })
      this.#underWay = { ...this.#underWay!, stage: 'restarting', done: 0, total: 0, mayCancel: false }
    } catch (error) {
      if (staged.keychainName !== null) await forgetKeychain(staged.keychainName).catch(() => {})
      throw error
    }
  }

  async #bringBack(repository: Repository, name: SnapshotName, choice: RestorePart): Promise<void> {
    const work = { repository, name, signal: this.#cancel.signal, report: this.#report }
    const { message, notes } = await this.#parts.bringBack(choice)(work)
    this.#over({ outcome: 'done', code: null, message, nextStep: null, notes: [...notes] })
  }

  async #failed(error: unknown): Promise<void> {
    const { present, warn } = this.#parts
    await rm(path.join(present.folder, stagingFolder), { recursive: true, force: true }).catch(() => {})
    if (this.#cancel.signal.aborted) {
      const { message } = this.#cancel.signal.reason as Error
      const rest = this.#underWay!.what === 'everything' ? 'Nothing was changed.' : 'What had come back by then is there.'
      this.#over({ outcome: 'cancelled', code: null, message: `${message}. ${rest}`, nextStep: null })
    } else {
      warn(error, 'A restore failed')
      const { code, message, nextStep } = toldFrom(error)
      this.#over({ outcome: 'failed', code, message, nextStep })
    }
    this.#underWay = undefined
  }

  #over(result: Pick<RestoreResult, 'outcome' | 'code' | 'message' | 'nextStep'> & { notes?: string[] }): void {
    const { what, snapshot } = this.#underWay!
    const facts = { at: this.#now, what, snapshot, replaced: null, safetySnapshot: null }
    try {
      this.#file.write({ state: 'over', result: { ...facts, notes: [], ...result } })
    } catch (error) {
      if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error // the next start says that it came to nothing
    }
  }
}

function toldFrom(error: unknown): Pick<RestoreResult, 'code' | 'message' | 'nextStep'> {
  if (error instanceof OwnersProblem) return error
  return {
    code: 'UNEXPECTED',
    message: 'The restore failed for a reason that Landline was not prepared for. Nothing was changed.',
    nextStep: 'The log in the data folder (logs/landline.log) says more.',
  }
}
