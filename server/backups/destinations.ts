import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { BackupSettings, Destination } from '../config/backup-settings.ts'
import { Secret } from '../config/secrets/secret.ts'
import type { SecretStore } from '../config/secrets/secret-store.ts'
import type { BucketSettings } from '../config/storage-settings.ts'
import type { BlobStore } from '../uploads/stores/blob-store.ts'
import { S3Store } from '../uploads/stores/s3/s3-store.ts'
import type { ChosenSettings } from './chosen-settings.ts'
import { explained } from './failure.ts'
import { asItIs } from './known-bucket.ts'
import { BackupRefused } from './refused.ts'
import { FolderStore } from './repository/folder-store.ts'
import { readHeader } from './repository/header.ts'
import { wholePath } from './whole-path.ts'

/** The folder `backups` in the data folder. It helps against mistakes, not against the loss of the computer. */
export const localDestination = 'local'

export interface Place {
  readonly name: string
  /** For people: a path, or a bucket. */
  readonly where: string
  readonly store: BlobStore
  readonly bucket?: BucketSettings
  close(): void
}

const secretName = (name: string): string => `backups/destination/${name}`

interface Parts {
  readonly localFolder: string
  readonly settings: ChosenSettings
  readonly secrets: SecretStore
}

/** Where backups go. */
export class Destinations {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get names(): string[] {
    return [localDestination, ...Object.keys(this.#all)]
  }

  /** What their stores are called. */
  get storeIds(): string[] {
    return [this.#parts.localFolder, ...Object.entries(this.#all).map(([name, destination]) => storeId(name, destination))]
  }

  whereIs(name: string): { kind: 'local' | 'folder' | 'bucket'; where: string } {
    const destination = this.#all[name]
    if (!destination) return { kind: 'local', where: this.#parts.localFolder }
    if ('folder' in destination) return { kind: 'folder', where: destination.folder }
    return { kind: 'bucket', where: bucketName(destination.bucket) }
  }

  /** @throws BackupRefused DESTINATION_UNKNOWN, or where it is not there at the moment */
  async open(name: string): Promise<Place> {
    if (name === localDestination) return placeOf(name, { folder: this.#parts.localFolder })
    const destination = this.#all[name]
    if (!destination) throw unknown(name, this.names)
    const place = await placeOf(name, destination, await this.#parts.secrets.get(secretName(name)))
    // It was begun when the owner chose it. Where it is missing now, a stick is unplugged, and its folder is somebody else's.
    try {
      if (await readHeader(place.store)) return place
    } catch (error) {
      place.close()
      throw explained(error, place.where, place.bucket)
    }
    place.close()
    throw new BackupRefused(
      'DESTINATION_UNUSABLE',
      `The backups in ${place.where} are not there.`,
      'Plug it in or connect it, then try again.',
    )
  }

  /** Opens what is not among the destinations yet. @throws BackupRefused for a name, a folder or a bucket that cannot be */
  async tryOut(name: string, destination: Destination, secret: Secret | undefined): Promise<Place> {
    if (this.names.includes(name)) {
      throw new BackupRefused(
        'DESTINATION_EXISTS',
        `There is a destination “${name}” already.`,
        'Choose another name, or remove that one first.',
      )
    }
    if ('folder' in destination) {
      await refuseNoFolder(wholePath(destination.folder), this.#parts.localFolder)
      return await placeOf(name, destination, secret)
    }
    const { bucket } = destination
    const known = await asItIs(bucket, secret ?? noSecret).catch((error: unknown) => {
      throw explained(error, bucketName(bucket), bucket)
    })
    return await placeOf(name, { bucket: known }, secret)
  }

  /** @param place that was tried out */
  async add({ name, where, bucket }: Place, secret: Secret | undefined): Promise<void> {
    const destination = bucket ? { bucket } : { folder: where }
    if (secret) await this.#parts.secrets.set(secretName(name), secret)
    this.#parts.settings.change({ destinations: { ...this.#all, [name]: destination } })
  }

  /** What was backed up there stays there. */
  async remove(name: string): Promise<void> {
    const { [name]: gone, ...destinations } = this.#all
    if (!gone) throw unknown(name, Object.keys(this.#all))
    this.#parts.settings.change({ destinations })
    await this.#parts.secrets.delete(secretName(name))
  }

  get #all(): BackupSettings['destinations'] {
    return this.#parts.settings.get().destinations
  }
}

const storeId = (name: string, destination: Destination): string =>
  'folder' in destination ? destination.folder : `backups ${name}`

const noSecret = new Secret('missing')

async function placeOf(name: string, destination: Destination, secret?: Secret): Promise<Place> {
  if ('folder' in destination) {
    return { name, where: destination.folder, store: new FolderStore(destination.folder), close: () => {} }
  }
  const { bucket } = destination
  const store = new S3Store(storeId(name, destination), bucket, secret ?? noSecret)
  return { name, where: bucketName(bucket), store, bucket, close: () => store.close() }
}

const bucketName = ({ bucket, prefix }: BucketSettings): string => `bucket ${bucket}${prefix && `, below ${prefix}`}`

async function refuseNoFolder(folder: string, local: string): Promise<void> {
  const data = path.dirname(local)
  if (folder === data || folder.startsWith(data + path.sep)) {
    throw new BackupRefused(
      'DESTINATION_UNUSABLE',
      `${folder} lies in the data folder itself, so it would be lost with it.`,
      'Name a folder on another disk, a stick or a network drive.',
    )
  }
  const facts = await stat(folder).catch(() => undefined)
  if (!facts?.isDirectory()) {
    throw new BackupRefused(
      'DESTINATION_UNUSABLE',
      `There is no folder ${folder}.`,
      'Create it, or plug in what it is on, then try again.',
    )
  }
}

const unknown = (name: string, known: readonly string[]): BackupRefused =>
  new BackupRefused(
    'DESTINATION_UNKNOWN',
    `There is no destination “${name}”.`,
    known.length ? `There are: ${known.join(', ')}.` : 'There is none yet.',
  )
