import { setTimeout } from 'node:timers/promises'

interface Watched<T> {
  readonly look: () => T | Promise<T>
  /** Only what differs in this is another account; all of it, where nothing is said. */
  readonly worthTelling?: (now: T) => string
  /** Milliseconds between two looks. */
  readonly every?: number
}

/** An account of something now, and again whenever it has changed, until nobody listens. */
export async function* changesOf<T>(
  { look, worthTelling = JSON.stringify, every = 500 }: Watched<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void> {
  for (let told: string | undefined; !signal?.aborted; ) {
    const now = await look()
    const text = worthTelling(now)
    if (text !== told) yield now
    told = text
    await setTimeout(every, undefined, { signal }).catch(() => {}) // ends early with the signal; while somebody listens, so do we
  }
}
