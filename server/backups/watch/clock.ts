import { z } from 'zod'
import { day } from './alarm.ts'

/** More than any correction over the network makes of a clock that is nearly right. */
const tolerance = 5 * 60

/** Seconds by which the clock was set, and when, in Unix seconds of the clock as it was then. */
export const Jump = z.object({ at: z.number(), seconds: z.number() })
export type Jump = z.infer<typeof Jump>

export interface Times {
  /** Unix seconds, as the clock of this computer says. */
  readonly now: number
  /** Seconds since this computer was started, sleep included: no clock that is set changes it. */
  readonly uptime: number
}

/** Notices when the clock of this computer is set. Sleep is no jump: what counts the time since the start goes on meanwhile. */
export class ClockWatch {
  #startedAt: number | undefined
  #jump: Jump | null

  constructor(jump: Jump | null) {
    this.#jump = jump
  }

  /** The last jump, for a day, or until the clock is set back to where it was. */
  look({ now, uptime }: Times): Jump | null {
    const startedAt = now - uptime
    const seconds = this.#startedAt === undefined ? 0 : startedAt - this.#startedAt
    this.#startedAt = startedAt
    if (Math.abs(seconds) >= tolerance) this.#jump = this.#isUndoneBy(seconds) ? null : { at: now, seconds }
    if (this.#jump && Math.abs(now - this.#jump.at) > day) this.#jump = null
    return this.#jump
  }

  #isUndoneBy(seconds: number): boolean {
    return this.#jump !== null && Math.abs(this.#jump.seconds + seconds) < tolerance
  }
}
