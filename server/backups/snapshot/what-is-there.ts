import { inSlices } from '../../threads/in-slices.ts'
import { NeededChunks } from '../repository/needed-chunks.ts'
import type { Repository } from '../repository/repository.ts'
import { contentKey, type KnownTrees } from './copy-files.ts'
import { databaseOf, type Manifest, type Pages } from './manifest.ts'

/** What the next snapshot need not write again. */
export interface WhatIsThere {
  /** All chunks. What no finished snapshot refers to is not relied on. */
  readonly present: ReadonlySet<string>
  /** Those of files that the newest snapshot refers to. */
  readonly known: Set<string>
  readonly trees: KnownTrees
  /** Where the pages of the database lie: looking which chunks those need is work for a thread. */
  readonly pages?: Pages
  readonly newest?: Manifest
}

/** Looks at the newest snapshot that can be read. What it misses, or what of it cannot be read, is written again. */
export async function whatIsThere(repository: Repository, isSealed: boolean): Promise<WhatIsThere> {
  const chunks = repository.chunks(isSealed)
  const [known, trees] = [new Set<string>(), new Map() as KnownTrees]
  const [newest, present] = await Promise.all([newestReadable(repository, isSealed), chunks.names()])
  for await (const file of inSlices(newest?.files ?? [])) {
    if (!('tree' in file)) continue
    const needed = new NeededChunks(chunks)
    const isRead = await needed.addTree(file.tree).then(
      () => true,
      () => false,
    )
    const there = [...needed.names].filter((name) => present.has(name))
    for (const name of there) known.add(name)
    if (isRead && there.length === needed.names.size) trees.set(contentKey(file), file.tree)
  }
  return { present, known, trees, pages: newest && databaseOf(newest)?.pages, newest }
}

async function newestReadable(repository: Repository, isSealed: boolean): Promise<Manifest | undefined> {
  const all = (await repository.snapshots()).filter((name) => name.isSealed === isSealed)
  for (const name of all.toReversed()) {
    const manifest = await repository.manifest(name).catch(() => undefined)
    if (manifest) return manifest
  }
  return undefined
}
