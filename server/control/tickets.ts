import { randomBytes } from 'node:crypto'
import type { UserId } from '../api/ids.ts'

/** Who gets a line: an owner; or, while there is no organization, whoever holds the setup link. */
export type Pass = { readonly owner: UserId } | 'setup'

const secondsValid = 60

/** Short-lived, single-use proofs that somebody has just shown an owner's password, or the setup link. In memory only. */
export class Tickets {
  readonly #open = new Map<string, { readonly pass: Pass; readonly until: number }>()

  issue(pass: Pass): string {
    const now = Date.now()
    for (const [ticket, { until }] of this.#open) if (until < now) this.#open.delete(ticket)
    const ticket = randomBytes(24).toString('base64url')
    this.#open.set(ticket, { pass, until: now + secondsValid * 1000 })
    return ticket
  }

  /** Whose ticket it was; it is worth nothing from now on. */
  take(ticket: string): Pass | undefined {
    const found = this.#open.get(ticket)
    this.#open.delete(ticket)
    return found && found.until >= Date.now() ? found.pass : undefined
  }
}
