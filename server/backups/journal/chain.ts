import type { StoredEntry } from './store.ts'

/** What a snapshot's manifest says about its place in the journal. */
export interface Joint {
  readonly generation: string
  /** Entries up to this one were committed before the snapshot's moment. */
  readonly after: number
  /** From this one on, entries reach at least to the snapshot's moment. */
  readonly until: number
}

/**
 * The entries that bring a snapshot forward to a moment, or as far as they go: one after another without a gap. None where they
 * end before the snapshot's own moment: what it has of later would then be mixed with what they have of earlier.
 * @param entries oldest first
 */
export function entriesAfter(entries: readonly StoredEntry[], joint: Joint | undefined, moment?: Date): StoredEntry[] {
  if (!joint) return []
  const chain: StoredEntry[] = []
  for (const entry of entries) {
    if (entry.generation !== joint.generation || entry.sequence !== joint.after + chain.length + 1) continue
    if (moment && entry.time > moment) break
    chain.push(entry)
  }
  return joint.after + chain.length >= joint.until ? chain : []
}
