import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { BlobMissing, type BlobStore } from '../../uploads/stores/blob-store.ts'
import { ChunkDamaged, nameOf, packChunk, sha256, unpackChunk } from './chunk.ts'
import type { Cipher } from './cipher.ts'

/** The chunks of one kind in a repository: those that anybody can read, or those that the data key opens. */
export class Chunks {
  readonly #store: BlobStore
  readonly #cipher: Cipher | undefined
  readonly #folder: string

  /** @param folder where they lie, if not where those of snapshots do */
  constructor(store: BlobStore, cipher: Cipher | undefined, folder = cipher ? 'sealed' : 'chunks') {
    this.#store = store
    this.#cipher = cipher
    this.#folder = folder
  }

  name(content: Buffer): string {
    return nameOf(sha256(content), this.#cipher)
  }

  /** @returns how many bytes that took */
  async put(content: Buffer, name: string): Promise<number> {
    const packed = await packChunk(content, name, this.#cipher)
    await this.#store.put(this.#key(name), Readable.from([packed], { objectMode: false }), { bytes: packed.length })
    return packed.length
  }

  /** @throws ChunkDamaged where it is missing or is not what its name says */
  async get(name: string): Promise<Buffer> {
    return await unpackChunk(await this.#read(name), name, this.#cipher)
  }

  async remove(name: string): Promise<void> {
    await this.#store.delete(this.#key(name))
  }

  async *list(): AsyncIterable<{ name: string; bytes: number }> {
    for await (const { key, bytes } of this.#store.list(`${this.#folder}/`)) {
      const name = key.split('/').at(-1)!
      if (this.#key(name) === key) yield { name, bytes }
    }
  }

  async #read(name: string): Promise<Buffer> {
    try {
      return await buffer(await this.#store.get(this.#key(name)))
    } catch (error) {
      if (error instanceof BlobMissing) throw new ChunkDamaged(name, 'it is missing', { cause: error })
      throw error
    }
  }

  #key(name: string): string {
    return `${this.#folder}/${name.slice(0, 2)}/${name}`
  }
}
