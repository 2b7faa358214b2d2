import { Readable } from 'node:stream'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import type { Repository, SnapshotName } from './repository.ts'

/* Snapshots are told apart by the time at which they were taken. Where a clock was wrong, that tells no order. */

const folder = 'overtaken/'

export const overtakenOf = (id: string): string => `${folder}${id}`

/** Ids of snapshots that bear a later date than one that was taken after them. */
export async function overtakenIn(store: BlobStore): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const { key } of store.list(folder)) ids.add(key.slice(folder.length))
  return ids
}

/** Notes which snapshots the newest one has overtaken, so that everybody knows it for the newest, whatever their clocks say. */
export async function overtake(repository: Repository, newest: SnapshotName): Promise<void> {
  const known = await overtakenIn(repository.store)
  for (const { id } of await repository.snapshots()) {
    if (id > newest.id && !known.has(id))
      await repository.store.put(overtakenOf(id), Readable.from([], { objectMode: false }), { bytes: 0 })
  }
}
