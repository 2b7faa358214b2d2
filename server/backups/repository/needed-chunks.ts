import type { Pages, SnapshotFile, Tree } from '../snapshot/manifest.ts'
import type { NamedChunks } from './chunks.ts'
import { readMap } from './pages/read-pages.ts'
import { namesIn } from './tree.ts'

/** Gathers which chunks snapshots need. What many of them share is looked through once. */
export class NeededChunks {
  readonly names = new Set<string>()
  readonly #chunks: NamedChunks
  /** By what they are: a file can have the same bytes as a list of another file's chunks, and is no list. */
  readonly #lookedThrough = new Set<string>()

  constructor(chunks: NamedChunks) {
    this.#chunks = chunks
  }

  /** @throws ChunkDamaged where a list of chunks cannot be read */
  async add(file: SnapshotFile): Promise<void> {
    if ('tree' in file) await this.addTree(file.tree)
    else await this.#addPages(file.pages)
  }

  /** @throws ChunkDamaged */
  async addTree({ depth, root }: Tree): Promise<void> {
    if (depth > 0) {
      await this.#once(`list ${depth} ${root}`, async () => {
        for (const name of await namesIn(this.#chunks, root)) await this.addTree({ depth: depth - 1, root: name })
      })
    }
    this.names.add(root)
  }

  async #addPages(pages: Pages): Promise<void> {
    await this.#once(`map ${pages.map.depth} ${pages.map.root} ${pages.count}`, async () => {
      for (const name of (await readMap(this.#chunks, pages)).usage().keys()) this.names.add(name)
      await this.addTree(pages.map)
    })
  }

  async #once(what: string, look: () => Promise<void>): Promise<void> {
    if (this.#lookedThrough.has(what)) return
    await look()
    this.#lookedThrough.add(what) // last: where it failed, the next one fails as well
  }
}
