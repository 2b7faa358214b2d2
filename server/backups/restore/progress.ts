import { isErrno } from '../../config/problem.ts'
import { type Plan, RestoreFile, type RestoreResult, type What } from './restore-file.ts'
import type { Outcome } from './results.ts'
import type { RestoreStage, RestoreUnderWay } from './wish.ts'

/** How far a restore has come, and what the last one came to until somebody has seen it. Every step is on disk at once. */
export class RestoreProgress {
  readonly #file: RestoreFile
  readonly #now: () => number
  #underWay: RestoreUnderWay | undefined

  /** @param now Unix seconds */
  constructor(folder: string, now: () => number) {
    this.#file = new RestoreFile(folder)
    this.#now = now
  }

  get underWay(): RestoreUnderWay | undefined {
    return this.#underWay
  }

  get status(): { underWay: RestoreUnderWay | null; result: RestoreResult | null } {
    const journal = this.#file.read()
    return { underWay: this.#underWay ?? null, result: journal.state === 'over' ? journal.result : null }
  }

  /** @param snapshot as it was asked for, until `found` says which that is */
  begun(what: What, snapshot: string): void {
    this.#file.write({ state: 'begun', what, snapshot })
    this.#underWay = { what, snapshot, stage: 'unpacking', done: 0, total: 0, since: this.#now(), mayCancel: true }
  }

  found(snapshot: string): void {
    this.#underWay = { ...this.#underWay!, snapshot }
  }

  readonly report = (stage: RestoreStage, done: number, total: number): void => {
    this.#underWay = { ...this.#underWay!, stage, done, total }
  }

  /** From here on the next start brings it in. */
  staged(plan: Plan): void {
    this.#file.write({ state: 'staged', plan })
    this.#underWay = { ...this.#underWay!, stage: 'restarting', done: 0, total: 0, mayCancel: false }
  }

  cameTo(outcome: Outcome): void {
    const { what, snapshot } = this.#underWay!
    const facts = { at: this.#now(), what, snapshot, replaced: null, safetySnapshot: null }
    try {
      this.#file.write({ state: 'over', result: { ...facts, ...outcome } })
    } catch (error) {
      if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error // the next start says that it came to nothing
    }
  }

  over(): void {
    this.#underWay = undefined
  }

  dismiss(): void {
    if (this.#file.read().state === 'over') this.#file.write({ state: 'none' })
  }
}
