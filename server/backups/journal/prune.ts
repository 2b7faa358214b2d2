import { eachAtOnce } from '../repository/at-once.ts'
import type { Repository } from '../repository/repository.ts'
import { timeOf } from './entry.ts'
import { isGeneration } from './spool.ts'
import { type StoredEntry, storedEntries } from './store.ts'

/** For so long any moment can be chosen; before that, snapshots. In milliseconds. */
const kept = 7 * 24 * 60 * 60 * 1000
/** So much of a destination the journal takes at the most; it then reaches less far back. */
const mostBytes = 1024 * 1024 * 1024

const deletionsAtOnce = 16

/** Removes what of the journal leads on from no snapshot, is too old or too much. What is going on is not touched. */
export async function pruneJournal(repository: Repository, now = Date.now()): Promise<void> {
  const entries = await storedEntries(repository)
  const firstNeeded = await whereSnapshotsLeadOn(repository)
  const current = entries.at(-1)?.generation
  const isUseful = ({ generation, sequence }: StoredEntry): boolean =>
    sequence > (firstNeeded.get(generation) ?? (generation === current ? 0 : Number.POSITIVE_INFINITY))
  const keep = withinLimit(entries.filter((entry) => isUseful(entry) && entry.time.getTime() >= now - kept))
  await eachAtOnce(entries, deletionsAtOnce, async (entry) => {
    if (!keep.has(entry)) await repository.store.delete(entry.key)
  })
  const oldest = new Map<string, Date>()
  for (const { generation, time } of keep) if (!oldest.has(generation)) oldest.set(generation, time)
  await pruneFiles(repository, oldest, current)
}

/** The newest that fit. */
function withinLimit(entries: readonly StoredEntry[]): Set<StoredEntry> {
  const keep: StoredEntry[] = []
  let bytes = 0
  for (const entry of entries.toReversed()) {
    bytes += entry.bytes
    if (bytes > mostBytes) break
    keep.unshift(entry)
  }
  return new Set(keep)
}

/** Of each generation, the entry before the first that any snapshot still needs. */
async function whereSnapshotsLeadOn(repository: Repository): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const name of await repository.snapshots()) {
    const joint = await repository.joint(name)
    if (joint) found.set(joint.generation, Math.min(joint.after, found.get(joint.generation) ?? joint.after))
  }
  return found
}

/** A file is stored a little before the entry that knows it; what is older than an hour before the oldest entry is in a snapshot. */
async function pruneFiles({ store }: Repository, oldest: ReadonlyMap<string, Date>, current: string | undefined): Promise<void> {
  const gone: string[] = []
  for await (const { key } of store.list('journal/')) {
    const [, generation, stamp] = /^journal\/([^/]+)\/files\/(\d{8}T\d{9}Z)-/.exec(key) ?? []
    if (!generation || !stamp || !isGeneration(generation)) continue
    const first = oldest.get(generation)
    const isOld = first ? timeOf(stamp).getTime() < first.getTime() - 3_600_000 : generation !== current
    if (isOld) gone.push(key)
  }
  await eachAtOnce(gone, deletionsAtOnce, (key) => store.delete(key))
}
