import { Secret } from '../../config/secrets/secret.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import type { BucketSettings, StorageSettings } from '../../config/storage-settings.ts'
import type { BlobStore } from '../stores/blob-store.ts'
import type { LocalStore } from '../stores/local-store.ts'
import type { ClientTimes } from '../stores/s3/client.ts'
import { type Explanation, explain } from '../stores/s3/explain.ts'
import { S3Store } from '../stores/s3/s3-store.ts'
import { StoresHealth } from './health.ts'

/** The part of `landline.json` that is ours. */
export interface StorageFile {
  get(): StorageSettings
  /** On disk when it returns. */
  change(settings: StorageSettings): void
}

export interface StorageParts {
  readonly local: LocalStore
  readonly file: StorageFile
  readonly secrets: SecretStore
  readonly now: () => number
  /** How patient to be with buckets, where not as usual. */
  readonly times?: ClientTimes
}

const secretName = (store: string): string => `storage/${store}`

/** The stores of this appliance: the folder of this computer, and every bucket that holds or held files. */
export class Storage {
  readonly local: LocalStore
  readonly health: StoresHealth
  readonly #parts: StorageParts
  readonly #buckets = new Map<string, S3Store>()

  private constructor(parts: StorageParts) {
    this.#parts = parts
    this.local = parts.local
    this.health = new StoresHealth(parts.now)
  }

  static async open(parts: StorageParts): Promise<Storage> {
    const storage = new Storage(parts)
    for (const [id, settings] of Object.entries(parts.file.get().buckets)) {
      const secret = await parts.secrets.get(secretName(id)).catch(() => undefined)
      // Without its key the bucket refuses, in words that say so; the rest of Landline works.
      storage.#buckets.set(id, new S3Store(id, settings, secret ?? new Secret('missing'), parts.times))
    }
    return storage
  }

  get settings(): StorageSettings {
    return this.#parts.file.get()
  }

  /** Where new files go. */
  get current(): BlobStore {
    return this.store(this.settings.current)
  }

  store(id: string): BlobStore {
    const store = id === this.local.id ? this.local : this.#buckets.get(id)
    if (!store) throw new Error(`The settings no longer say what the store ${id} is`)
    return store
  }

  /** Uses a bucket for new files from this moment on; files under way finish where they began. @returns its id */
  async useBucket(bucket: BucketSettings, secret: Secret): Promise<string> {
    const known = Object.entries(this.settings.buckets).find(([, one]) => isSamePlace(one, bucket))?.[0]
    const id = known ?? this.#newId()
    await this.#parts.secrets.set(secretName(id), secret) // first: settings must not name a bucket without its key
    this.#buckets.set(id, new S3Store(id, bucket, secret, this.#parts.times))
    this.change({ buckets: { ...this.settings.buckets, [id]: bucket }, current: id })
    this.health.worked(id)
    return id
  }

  useLocal(): void {
    this.change({ current: this.local.id })
  }

  change(changes: Partial<StorageSettings>): void {
    this.#parts.file.change({ ...this.settings, ...changes })
  }

  async secretOf(id: string): Promise<Secret | undefined> {
    return await this.#parts.secrets.get(secretName(id))
  }

  /** Notes that a store failed. @returns why, in plain words */
  failed(id: string, error: unknown): Explanation {
    const settings = this.settings.buckets[id]
    const explanation = settings
      ? explain(error, settings)
      : { code: 'local', cause: String(error), nextStep: 'Look at the disk of this computer.' }
    this.health.failed(id, explanation.cause, explanation.nextStep)
    return explanation
  }

  /** Asks the stores that were away whether they are back. */
  async knock(): Promise<void> {
    for (const id of this.health.away()) {
      if (!this.health.isWorthATry(id)) continue
      try {
        await this.store(id).head('files/is anybody there')
        this.health.worked(id)
      } catch (error) {
        this.failed(id, error)
      }
    }
  }

  close(): void {
    for (const store of this.#buckets.values()) store.close()
  }

  #newId(): string {
    const taken = Object.keys(this.settings.buckets).map((id) => Number(id.slice('s3-'.length)))
    return `s3-${Math.max(0, ...taken) + 1}`
  }
}

/** The same files under the same keys, whoever's key opens them. */
export const isSamePlace = (a: BucketSettings, b: BucketSettings): boolean =>
  a.endpoint === b.endpoint && a.bucket === b.bucket && a.avatarsBucket === b.avatarsBucket && a.prefix === b.prefix
