import { statfs } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Insertable } from 'kysely'
import type { BlobRow } from '../database/schema/uploads.ts'
import type { Blob } from './blob-queries.ts'
import type { FileClass } from './file-class.ts'
import { diskNearlyFull, diskReserve } from './limits.ts'
import type { BlobStore, ByteRange } from './stores/blob-store.ts'
import type { Draft } from './stores/draft.ts'
import type { LocalStore } from './stores/local-store.ts'

/** A stored file without its row yet: until a transaction inserts it, nobody can reach the file. */
export type NewBlob = Insertable<BlobRow>

export interface FileCard {
  readonly key: string
  readonly class: FileClass
  readonly contentType: string
}

/** All stores as one: new files go to the current one, old ones are read where their rows say they are. */
export class FileLibrary {
  readonly #local: LocalStore
  readonly #folder: string
  readonly #now: () => number

  constructor(local: LocalStore, folder: string, now: () => number) {
    this.#local = local
    this.#folder = folder
    this.#now = now
  }

  /**
   * Receives a file onto this computer's disk; `keep` or `drop` it.
   * @param expected how many bytes the sender announced
   * @throws TooManyBytes; ApiError when the disk has no room for it
   */
  async receive(body: Readable, maxBytes: number, expected = 0): Promise<Draft> {
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize - expected < diskReserve) throw diskNearlyFull()
    return this.#local.receive(body, maxBytes)
  }

  /** Brings a received file to the current store. */
  async keep(draft: Draft, { key, class: fileClass, contentType }: FileCard): Promise<NewBlob> {
    const store = this.#local
    await store.adopt(draft, key)
    const { bytes, sha256 } = draft
    return { key, class: fileClass, contentType, bytes, sha256, store: store.id, createdAt: this.#now() }
  }

  /** Takes back a file that did not get its row. */
  async takeBack({ key, store }: Pick<NewBlob, 'key' | 'store'>): Promise<void> {
    await this.storeOf({ store }).delete(key)
  }

  /** @throws BlobMissing */
  async read(blob: Pick<Blob, 'key' | 'store'>, range?: ByteRange): Promise<Readable> {
    return await this.storeOf(blob).get(blob.key, range)
  }

  storeOf({ store }: Pick<Blob, 'store'>): BlobStore {
    if (store === this.#local.id) return this.#local
    throw new Error(`No store is called ${store}`)
  }
}
