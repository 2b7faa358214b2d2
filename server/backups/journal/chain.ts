import type { Joint, Manifest } from '../snapshot/manifest.ts'
import type { StoredEntry } from './store.ts'

/**
 * The entries that bring a snapshot forward to a moment, or as far as they go: one after another without a gap, and sealed as the
 * snapshot is. None where they end before the snapshot's own moment: what it has of later would then be mixed with what they have
 * of earlier.
 * @param entries oldest first
 */
export function entriesAfter(
  entries: readonly StoredEntry[],
  { journal: joint, hasSecrets: isSealed }: Pick<Manifest, 'journal' | 'hasSecrets'>,
  moment?: Date,
): StoredEntry[] {
  if (!joint) return []
  const chain: StoredEntry[] = []
  for (const entry of entries) {
    if (entry.generation !== joint.generation || entry.sequence !== joint.after + chain.length + 1) continue
    if (entry.isSealed !== isSealed || (moment && entry.time > moment)) break
    chain.push(entry)
  }
  return joint.after + chain.length >= joint.until ? chain : []
}

/** The last entry that follows a snapshot without a gap; the one before the first where there is none. */
export function lastWithoutGap(entries: readonly StoredEntry[], { generation, after }: Joint): number {
  let last = after
  for (const entry of entries) if (entry.generation === generation && entry.sequence === last + 1) last++
  return last
}
