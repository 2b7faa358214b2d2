import { NeededChunks } from '../repository/needed-chunks.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { contentKey, type KnownTrees } from './copy-files.ts'
import { databaseOf, type Manifest, type Pages } from './manifest.ts'

/** What the next snapshot need not write again. */
export interface WhatIsThere {
  /** Chunks that the newest snapshot refers to and that are there. */
  readonly known: Set<string>
  readonly trees: KnownTrees
  /** Where the pages of the database lie. */
  readonly pages?: Pages
  readonly newest?: Manifest
}

/** Looks at the newest snapshot that can be read. What it misses, or what of it cannot be read, is written again. */
export async function whatIsThere(repository: Repository, isSealed: boolean): Promise<WhatIsThere> {
  const chunks = repository.chunks(isSealed)
  const [known, trees] = [new Set<string>(), new Map() as KnownTrees]
  const newest = await newestReadable(repository, isSealed)
  if (!newest) return { known, trees }
  const present = new Set<string>()
  for await (const { name } of chunks.list()) present.add(name)
  for (const file of newest.manifest.files) {
    const needed = new NeededChunks(chunks)
    const isRead = await needed.add(file).then(
      () => true,
      () => false,
    )
    const there = [...needed.names].filter((name) => present.has(name))
    for (const name of there) known.add(name)
    if ('tree' in file && isRead && there.length === needed.names.size) trees.set(contentKey(file), file.tree)
  }
  return { known, trees, pages: databaseOf(newest.manifest)?.pages, newest: newest.manifest }
}

async function newestReadable(
  repository: Repository,
  isSealed: boolean,
): Promise<{ name: SnapshotName; manifest: Manifest } | undefined> {
  const all = (await repository.snapshots()).filter((name) => name.isSealed === isSealed)
  for (const name of all.toReversed()) {
    const manifest = await repository.manifest(name).catch(() => undefined)
    if (manifest) return { name, manifest }
  }
  return undefined
}
