/** How a bucket is doing, for Settings and the command line. */
export type StoreHealth =
  | { readonly state: 'ok' }
  | { readonly state: 'away'; readonly since: number; readonly cause: string; readonly nextStep: string }

/** After a failure, this long passes before somebody's upload has to wait for the next attempt. */
const secondsOfRest = 15

/** Remembers which stores do not answer, so that nobody waits for one that was silent a moment ago. */
export class StoresHealth {
  readonly #away = new Map<string, { readonly since: number; last: number; readonly cause: string; readonly nextStep: string }>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  worked(store: string): void {
    this.#away.delete(store)
  }

  failed(store: string, cause: string, nextStep: string): void {
    const since = this.#away.get(store)?.since ?? this.#now()
    this.#away.set(store, { since, last: this.#now(), cause, nextStep })
  }

  /** Those that did not answer when last asked. */
  away(): string[] {
    return [...this.#away.keys()]
  }

  isWorthATry(store: string): boolean {
    const away = this.#away.get(store)
    return !away || this.#now() - away.last >= secondsOfRest
  }

  of(store: string): StoreHealth {
    const away = this.#away.get(store)
    return away ? { state: 'away', since: away.since, cause: away.cause, nextStep: away.nextStep } : { state: 'ok' }
  }
}
