import { release } from '../../memory/release.ts'
import { BlobMissing, type BlobStore } from '../../uploads/stores/blob-store.ts'
import { type Compress, compressHere, nameOf, packChunk, sha256, unpackChunk } from './chunk.ts'
import type { Cipher } from './cipher.ts'
import { ChunkDamaged } from './damage.ts'
import { readWhole, writeWhole } from './whole.ts'

/** Where chunks lie. */
export interface ChunkStore {
  /** Once it resolves, nobody needs `bytes` any more. */
  write(key: string, bytes: Buffer): Promise<void>
  /** @returns bytes that nobody else has @throws BlobMissing */
  read(key: string): Promise<Buffer>
  /** Where what was written survives a power cut only then. */
  settle?(): Promise<void>
  /** All keys below one, where that is quicker than to list them with their sizes. */
  keys?(prefix: string): AsyncIterable<string>
  /** A folder on this computer, which another thread can write to and read from as well. */
  readonly folder?: string
}

/** Chunks of one kind, one by one: those that anybody can read, or those that the data key opens. */
export class NamedChunks {
  readonly cipher: Cipher | undefined
  readonly folder: string
  readonly store: ChunkStore
  readonly #compress: Compress

  constructor(store: ChunkStore, cipher: Cipher | undefined, folder = cipher ? 'sealed' : 'chunks', compress = compressHere) {
    this.store = store
    this.cipher = cipher
    this.folder = folder
    this.#compress = compress
  }

  name(content: Buffer): string {
    return nameOf(sha256(content), this.cipher)
  }

  /** @returns how many bytes that took */
  async put(content: Buffer, name: string): Promise<number> {
    const packed = await packChunk(content, name, this.cipher, this.#compress)
    const { length } = packed
    await this.store.write(this.key(name), packed)
    release(packed)
    return length
  }

  /** @throws ChunkDamaged where it is missing or is not what its name says */
  async get(name: string): Promise<Buffer> {
    return await unpackChunk(await this.#read(name), name, this.cipher)
  }

  protected key(name: string): string {
    return `${this.folder}/${name.slice(0, 2)}/${name}`
  }

  async #read(name: string): Promise<Buffer> {
    try {
      return await this.store.read(this.key(name))
    } catch (error) {
      if (error instanceof BlobMissing) throw new ChunkDamaged(name, 'it is missing', { cause: error })
      throw error
    }
  }
}

/** All chunks of one kind in a repository. */
export class Chunks extends NamedChunks {
  readonly #blobs: BlobStore & Partial<ChunkStore>

  constructor(store: BlobStore & Partial<ChunkStore>, cipher: Cipher | undefined, folder?: string) {
    super(isChunkStore(store) ? store : ofBlobs(store), cipher, folder)
    this.#blobs = store
  }

  async remove(name: string): Promise<void> {
    await this.#blobs.delete(this.key(name))
  }

  async *list(): AsyncIterable<{ name: string; bytes: number }> {
    for await (const { key, bytes } of this.#blobs.list(`${this.folder}/`)) {
      const name = this.#nameAt(key)
      if (name) yield { name, bytes }
    }
  }

  /** Those that are there. */
  async names(): Promise<Set<string>> {
    const names = new Set<string>()
    for await (const key of this.#keys()) {
      const name = this.#nameAt(key)
      if (name) names.add(name)
    }
    return names
  }

  async *#keys(): AsyncIterable<string> {
    const prefix = `${this.folder}/`
    if (this.#blobs.keys) yield* this.#blobs.keys(prefix)
    else for await (const { key } of this.#blobs.list(prefix)) yield key
  }

  #nameAt(key: string): string | undefined {
    const name = key.split('/').at(-1)!
    return this.key(name) === key ? name : undefined
  }
}

const isChunkStore = (store: Partial<ChunkStore>): store is ChunkStore => store.write !== undefined && store.read !== undefined

const ofBlobs = (store: BlobStore): ChunkStore => ({
  write: (key, bytes) => writeWhole(store, key, bytes),
  read: (key) => readWhole(store, key),
})
