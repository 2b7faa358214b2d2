import { randomBytes } from 'node:crypto'
import type { UserId } from '../api/ids.ts'

const secondsValid = 60

/** Short-lived, single-use proofs that somebody has just shown an owner's password. In memory only. */
export class Tickets {
  readonly #open = new Map<string, { readonly userId: UserId; readonly until: number }>()

  issue(userId: UserId): string {
    const now = Date.now()
    for (const [ticket, { until }] of this.#open) if (until < now) this.#open.delete(ticket)
    const ticket = randomBytes(24).toString('base64url')
    this.#open.set(ticket, { userId, until: now + secondsValid * 1000 })
    return ticket
  }

  /** Whose ticket it was; it is worth nothing from now on. */
  take(ticket: string): UserId | undefined {
    const found = this.#open.get(ticket)
    this.#open.delete(ticket)
    return found && found.until >= Date.now() ? found.userId : undefined
  }
}
