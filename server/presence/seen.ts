/** When somebody was last seen, in Unix seconds. */
export interface Seen {
  /** They did something. */
  readonly activeAt: number
  /** A client of theirs was there, whether they did anything or not. */
  readonly idleAt: number
  /** Grows with every change to anybody: clients ask for what came after the last they know. */
  readonly updateId: number
}

/** Who was last heard of longer ago than this is offline; clients tell of themselves every minute. */
export const offlineAfter = 140

/** Someone who did something within this time before they were last heard of counts as active then. */
const activeWithin = 70

export type Status = 'active' | 'idle'

/** As clients of today read it. */
export const wireSeen = ({ activeAt, idleAt }: Seen) => ({ active_timestamp: activeAt, idle_timestamp: idleAt })

/** As it was when each client program had a status of its own; ours are all one. */
export function legacySeen({ activeAt, idleAt }: Seen): { client: string; status: Status; timestamp: number } {
  const isActive = activeAt > 0 && activeAt + activeWithin >= idleAt
  return { client: 'website', status: isActive ? 'active' : 'idle', timestamp: isActive ? activeAt : idleAt }
}

export const wireLegacySeen = (seen: Seen) => ({ ...legacySeen(seen), pushable: false })

/** For answers: the newest under `aggregated`, and the program it came from. */
export const wireLegacyPerson = (seen: Seen) => ({ aggregated: legacySeen(seen), website: wireLegacySeen(seen) })
