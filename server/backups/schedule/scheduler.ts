import type { Backups } from '../backups.ts'
import { localDestination } from '../destinations.ts'
import { nextRun, wasDue } from './cron.ts'

const minute = 60_000
const hour = 60 * 60
const week = 7 * 24 * hour
/** A clock that is set back by so much tells of a summer's end or of a mistake that was mended; by more, that it was wrong. */
const smallCorrection = 2 * hour

export type Scheduled = Pick<Backups, 'settings' | 'now' | 'state' | 'isSetUp' | 'create' | 'drill' | 'changedSettings'>

/**
 * Runs backups when they are due, in the time of this computer. It looks every minute at what the clock says and at when the last
 * run ended, and relies on no timer that would have to survive sleep, a clock that is set, or a change of the schedule: a run that
 * was missed happens at the next look.
 */
export class Scheduler {
  readonly #backups: Scheduled
  readonly #warn: (cause: unknown, sentence: string) => void
  #timer: NodeJS.Timeout | undefined
  #isRunning = false
  /** Unix seconds, where the last run lies in the future: from then on its end does not count. */
  #setBackAt: number | undefined

  constructor(backups: Scheduled, warn: (cause: unknown, sentence: string) => void) {
    this.#backups = backups
    this.#warn = warn
  }

  get nextRun(): Date | undefined {
    const { schedule } = this.#backups.settings
    return schedule === null || !this.#timer ? undefined : nextRun(schedule)
  }

  /** The first look comes a minute later: people who wait to sign in come first. */
  start(): void {
    this.#timer = setInterval(() => void this.look(), minute)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async look(): Promise<void> {
    if (this.#isDue()) await this.run()
    else if (this.#backups.settings.schedule !== null) await this.#oneAtATime(() => this.#followSettings())
  }

  /** Nothing was ever backed up: that is due at once. One that failed is due again at its next time, and not every minute. */
  #isDue(): boolean {
    const { schedule } = this.#backups.settings
    if (schedule === null) return false
    const now = this.#backups.now()
    const last = lastEnd(this.#backups)
    this.#setBackAt = last > now + smallCorrection ? (this.#setBackAt ?? now) : undefined
    return wasDue(schedule, new Date((this.#setBackAt ?? last) * 1000), new Date(now * 1000))
  }

  async run(): Promise<void> {
    await this.#oneAtATime(async () => {
      await this.#backups.create(undefined, 'schedule')
      const sinceDrill = this.#backups.now() - (this.#backups.state.drill?.at ?? 0)
      if (Math.abs(sinceDrill) >= week) await this.#backups.drill(localDestination)
    })
  }

  /** Between two runs, whatever has other settings or secrets than there are now is brought up to date. */
  async #followSettings(): Promise<void> {
    for (const name of await this.#backups.changedSettings.placesBehind()) {
      await this.#backups.create(name, 'schedule').catch(() => {}) // noted already, and the others are to have theirs
    }
  }

  async #oneAtATime(work: () => Promise<void>): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      if (await this.#backups.isSetUp()) await work()
    } catch (error) {
      this.#warn(error, 'The scheduled backup failed')
    } finally {
      this.#isRunning = false
    }
  }
}

/** When the last run ended, well or badly, in Unix seconds. Every run begins in the data folder's own backups. */
export function lastEnd({ state }: Pick<Backups, 'state'>): number {
  const { verified, failure } = state.of(localDestination)
  return Math.max(verified?.at ?? 0, failure?.at ?? 0)
}
