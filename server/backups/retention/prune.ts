import type { Retention } from '../../config/backup-settings.ts'
import { inSlices } from '../../threads/in-slices.ts'
import { eachAtOnce } from '../repository/at-once.ts'
import type { RepositoryLock } from '../repository/lock.ts'
import { NeededChunks } from '../repository/needed-chunks.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { toKeep } from './keep.ts'

export interface PrunePlan {
  readonly keep: readonly SnapshotName[]
  readonly remove: readonly SnapshotName[]
}

export interface Pruned extends PrunePlan {
  /** Chunks that no snapshot needs any more. */
  readonly chunks: number
  readonly bytes: number
}

const deletionsAtOnce = 16

export async function planPrune(repository: Repository, retention: Retention): Promise<PrunePlan> {
  const all = await repository.snapshots()
  const candidates = await Promise.all(
    all.map(async (name) => ({ ...name, isVerified: (await repository.check(name.id).catch(() => undefined)) !== undefined })),
  )
  const kept = toKeep(candidates, retention, new Date())
  return { keep: all.filter(({ id }) => kept.has(id)), remove: all.filter(({ id }) => !kept.has(id)) }
}

/**
 * Removes snapshots that need not be kept, and then what nobody refers to. Lists first, chunks after: whenever the power goes,
 * every snapshot that is still listed is whole. Where any list of what stays cannot be read, no chunk is removed.
 */
export async function prune(repository: Repository, lock: RepositoryLock, retention: Retention, dryRun = false): Promise<Pruned> {
  const plan = await planPrune(repository, retention)
  const kinds = repository.cipher ? [false, true] : [false]
  const needed = kinds.map((isSealed) => new NeededChunks(repository.chunks(isSealed)))
  for (const name of plan.keep) {
    const { files } = await repository.manifest(name)
    for await (const file of inSlices(files)) await needed[Number(name.isSealed)]!.add(file)
  }
  if (!dryRun) {
    for (const name of plan.remove) {
      await lock.check()
      await repository.removeSnapshot(name)
    }
  }
  let [count, total] = [0, 0]
  for (const [index, isSealed] of kinds.entries()) {
    const chunks = repository.chunks(isSealed)
    await eachAtOnce(chunks.list(), deletionsAtOnce, async ({ name, bytes }) => {
      if (needed[index]!.names.has(name)) return
      count++
      total += bytes
      if (dryRun) return
      await lock.check() // whoever took over may have begun to need it
      await chunks.remove(name)
    })
  }
  return { ...plan, chunks: count, bytes: total }
}
