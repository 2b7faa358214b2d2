import { createTask } from 'node-cron'
import type { Backups } from '../backups.ts'
import { localDestination } from '../destinations.ts'
import { type ScheduledTask, wasDue } from './cron.ts'

const minute = 60_000
const week = 7 * 24 * 60 * 60
/** After a start: people who wait to sign in come first. */
const pause = 60_000

/**
 * Runs backups when they are due, in the time of this computer. A run that was missed, because the computer was off or asleep,
 * happens soon after it is back.
 */
export class Scheduler {
  readonly #backups: Backups
  readonly #warn: (cause: unknown, sentence: string) => void
  #task: ScheduledTask | undefined
  #cron: string | null = null
  #look: NodeJS.Timeout | undefined
  #isRunning = false

  constructor(backups: Backups, warn: (cause: unknown, sentence: string) => void) {
    this.#backups = backups
    this.#warn = warn
  }

  get nextRun(): Date | undefined {
    return this.#task?.getNextRun() ?? undefined
  }

  start(): void {
    this.#follow()
    this.#look = setTimeout(() => this.#lookAgain(), pause)
    this.#look.unref()
  }

  stop(): void {
    clearTimeout(this.#look)
    void this.#task?.destroy()
    this.#task = undefined
  }

  /** Every minute: the schedule may have changed, and timers stand still while a computer sleeps. */
  #lookAgain(): void {
    this.#follow()
    if (this.#cron !== null && this.#isMissed(this.#cron)) void this.run()
    this.#look = setTimeout(() => this.#lookAgain(), minute)
    this.#look.unref()
  }

  #follow(): void {
    const { schedule } = this.#backups.settings
    if (schedule === this.#cron) return
    void this.#task?.destroy()
    this.#cron = schedule
    this.#task = schedule === null ? undefined : createTask(schedule, () => this.run())
    void this.#task?.start()
  }

  /** Nothing was ever backed up: that is due at once. One that failed is due again at its next time, and not every minute. */
  #isMissed(cron: string): boolean {
    const { verified, failure } = this.#backups.state.of(localDestination)
    const last = Math.max(verified?.at ?? 0, failure?.at ?? 0)
    return wasDue(cron, new Date(last * 1000), new Date(this.#backups.now() * 1000))
  }

  async run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      if (!(await this.#backups.isSetUp())) return
      await this.#backups.create(undefined, 'schedule')
      const { drill } = this.#backups.state
      if ((drill?.at ?? 0) + week <= this.#backups.now()) await this.#backups.drill(localDestination)
    } catch (error) {
      this.#warn(error, 'The scheduled backup failed')
    } finally {
      this.#isRunning = false
    }
  }
}
