import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Insertable } from 'kysely'
import { ApiError } from '../api/error.ts'
import type { Database } from '../database/connection.ts'
import type { BlobRow } from '../database/schema/uploads.ts'
import { type Blob, bytesSpooled, noteArriving } from './blob-queries.ts'
import { FileClass } from './file-class.ts'
import { diskNearlyFull, diskReserve, mebibyte } from './limits.ts'
import { type BlobCache, largestCached } from './storage/blob-cache.ts'
import { exactly } from './storage/exact.ts'
import { steadily } from './storage/steady.ts'
import type { Storage } from './storage/storage.ts'
import { BlobMissing, type BlobStore, type ByteRange } from './stores/blob-store.ts'
import type { Draft } from './stores/draft.ts'

/** A stored file without its row yet: until a transaction inserts it, nobody can reach the file. */
export type NewBlob = Insertable<BlobRow>

export interface FileCard {
  readonly key: string
  readonly class: FileClass
  readonly contentType: string
}

interface Parts {
  readonly database: Database
  readonly storage: Storage
  readonly cache: BlobCache
  readonly now: () => number
  readonly warn: (cause: unknown, sentence: string) => void
}

const more = 'The owner sees more under Settings, Storage.'

const mayNotStore = (cause: string): ApiError =>
  new ApiError('BAD_REQUEST', `Files cannot be stored at the moment. ${cause} ${more}`, 503)

const mayNotRead = (cause: string): ApiError =>
  new ApiError('BAD_REQUEST', `This file cannot be read at the moment. ${cause} ${more}`, 503)

/** All stores as one: new files go to the current one, old ones are read where their rows say they are. */
export class FileLibrary {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Receives a file onto this computer's disk; `keep` or `drop` it.
   * @param expected how many bytes the sender announced
   * @throws TooManyBytes; ApiError when the disk has no room for it
   */
  async receive(body: Readable, maxBytes: number, expected = 0): Promise<Draft> {
    const { local } = this.#parts.storage
    if ((await local.freeBytes()) - expected < diskReserve) throw diskNearlyFull()
    return await local.receive(body, maxBytes)
  }

  async drop(draft: Draft): Promise<void> {
    await rm(draft.file, { force: true })
  }

  /**
   * Brings a received file to the current store. Where that is a bucket which does not answer, the file stays on this
   * computer until it does, and its sender notices nothing.
   * @throws ApiError when too many files wait already
   */
  async keep(draft: Draft, card: FileCard): Promise<NewBlob> {
    const { database, storage, now } = this.#parts
    const store = storage.current
    const { bytes, sha256 } = draft
    const blob = { ...card, bytes, sha256, createdAt: now() }
    const places = [...new Set([store.id, storage.local.id])].map((id) => ({ key: card.key, store: id }))
    await database.inTransaction((trx) => noteArriving(trx, places, now()))
    if (store !== storage.local && (await this.#sendTo(store, draft, card))) return { ...blob, store: store.id }
    if (store !== storage.local) await this.#checkSpool(draft, store.id)
    await storage.local.adopt(draft, card.key)
    return { ...blob, store: storage.local.id, isSpooled: store === storage.local ? 0 : 1 }
  }

  /** Takes back a file that did not get its row. */
  async takeBack({ key, store }: Pick<NewBlob, 'key' | 'store'>): Promise<void> {
    await this.storeOf({ store }).delete(key)
  }

  /** @throws BlobMissing, BlobDamaged; ApiError when its store does not answer and there is no copy here */
  async read(blob: Blob, range?: ByteRange): Promise<Readable> {
    const { storage, cache } = this.#parts
    const bytes = range ? range.end - range.start + 1 : blob.bytes
    const store = this.storeOf(blob)
    if (store === storage.local) return exactly(await store.get(blob.key, range), bytes, blob.key)
    try {
      const body =
        blob.bytes <= largestCached
          ? await cache.read(blob, range, () => steadily(store, blob.key, blob.bytes, undefined))
          : await steadily(store, blob.key, blob.bytes, range)
      if (!cache.has(blob)) storage.health.worked(store.id)
      return body
    } catch (error) {
      return exactly(await this.#copyHere(blob, range, error), bytes, blob.key)
    }
  }

  /** Where a client may fetch a message's file by itself, if the owner prefers that: an address that is valid for a minute. */
  async presign(blob: Blob, contentDisposition: string): Promise<string | undefined> {
    const { storage } = this.#parts
    if (storage.settings.delivery !== 'redirect' || blob.class !== FileClass.messageFile) return undefined
    const { contentType } = blob
    return await this.storeOf(blob).presign(blob.key, { seconds: 60, contentType, contentDisposition })
  }

  storeOf({ store }: Pick<Blob, 'store'>): BlobStore {
    return this.#parts.storage.store(store)
  }

  /** Moved files stay on this computer for a while; they help out when their bucket does not. */
  async #copyHere(blob: Blob, range: ByteRange | undefined, error: unknown): Promise<Readable> {
    const { storage, warn } = this.#parts
    const copy = await storage.local.head(blob.key)
    if (copy?.bytes === blob.bytes) {
      warn(error, `${blob.key} could not be read from ${blob.store}; the copy on this computer was used`)
      return await storage.local.get(blob.key, range)
    }
    if (error instanceof BlobMissing || (error as Error).name === 'BlobDamaged') throw error
    throw mayNotRead(storage.failed(blob.store, error).cause)
  }

  async #sendTo(store: BlobStore, draft: Draft, { key, contentType }: FileCard): Promise<boolean> {
    const { storage, warn } = this.#parts
    if (!storage.health.isWorthATry(store.id)) return false
    try {
      const sent = await store.put(key, createReadStream(draft.file), { contentType, bytes: draft.bytes })
      if (!sent.sha256.equals(draft.sha256)) throw new Error(`${key} changed on this computer’s disk while it was being sent`)
      await rm(draft.file, { force: true })
      storage.health.worked(store.id)
      return true
    } catch (error) {
      const { cause } = storage.failed(store.id, error)
      warn(error, `New files stay on this computer for now. ${cause}`)
      return false
    }
  }

  async #checkSpool(draft: Draft, store: string): Promise<void> {
    const { database, storage } = this.#parts
    if ((await bytesSpooled(database.read)) + draft.bytes <= storage.settings.spoolMib * mebibyte) return
    await rm(draft.file, { force: true })
    const health = storage.health.of(store)
    throw mayNotStore(health.state === 'away' ? health.cause : '')
  }
}
