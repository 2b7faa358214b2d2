import type { Emission } from './emit.ts'

/** Carries what happened from those who did it to the queues of those who hear it; in this process unless replaced. */
export interface EventBus {
  publish(emissions: readonly Emission[]): void
  subscribe(listener: (emissions: readonly Emission[]) => void): void
}

export function localBus(): EventBus {
  const listeners: ((emissions: readonly Emission[]) => void)[] = []
  return {
    publish(emissions) {
      for (const listener of listeners) listener(emissions)
    },
    subscribe: (listener) => void listeners.push(listener),
  }
}
