import { type Replayed, replayInto } from '../journal/replay.ts'
import type { Repository } from '../repository/repository.ts'
import type { Manifest } from '../snapshot/manifest.ts'

/** How far the journal brings a snapshot forward: as far as it goes, or up to a moment. Without it, the snapshot as it was taken. */
export type History = 'newest' | Date

interface Replaying {
  readonly repository: Repository
  readonly history?: History
  readonly signal?: AbortSignal
}

/** @param folder has what was unpacked */
export async function replayHistory(
  { repository, history, signal }: Replaying,
  manifest: Manifest,
  folder: string,
): Promise<Replayed> {
  if (history === undefined) return { until: null, entries: 0, missing: [] }
  return await replayInto(repository, manifest, folder, history === 'newest' ? undefined : history, signal)
}
