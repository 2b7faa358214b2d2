import { join } from 'node:path'
import { unixNow } from '../api/unix-time.ts'
import type { Viewer } from '../api/viewer.ts'
import type { SecretStore } from '../config/secrets/secret-store.ts'
import type { Database, Db } from '../database/connection.ts'
import { ExternalImages } from './external/external-images.ts'
import type { MayConnect } from './external/public-only.ts'
import { FileLibrary } from './file-library.ts'
import { ResumableUploads } from './files/resumable.ts'
import { TemporaryLinks } from './files/temporary-links.ts'
import { Thumbnails } from './files/thumbnails.ts'
import { Housekeeping } from './housekeeping.ts'
import { mebibyte } from './limits.ts'
import { Mover } from './move/mover.ts'
import { BlobCache } from './storage/blob-cache.ts'
import { KeyLocks } from './storage/key-locks.ts'
import { Scrubber } from './storage/scrub.ts'
import { Storage, type StorageFile } from './storage/storage.ts'
import { LocalStore } from './stores/local-store.ts'
import type { ClientTimes } from './stores/s3/client.ts'

export interface UploadsOptions {
  readonly database: Database
  readonly folders: {
    readonly uploads: string
    readonly avatars: string
    readonly cache: string
    /** For reports of moves. */
    readonly logs: string
  }
  readonly settings: StorageFile
  readonly secrets: SecretStore
  /** Whether the viewer reads some message that shows this upload. Messages know; they are built on uploads. */
  readonly mayReadUpload: (db: Db, viewer: Viewer, uploadId: number) => Promise<boolean>
  /** Of all members together, in MiB; null for no limit. */
  readonly quotaMib?: () => number | null
  readonly warn?: (cause: unknown, sentence: string) => void
  readonly now?: () => number
  /** Where pictures from elsewhere may be fetched; the internet unless a test says otherwise. */
  readonly mayConnect?: MayConnect
  /** How patient to be with buckets, where not as usual; `firstDelay` before trying again in a move, in milliseconds. */
  readonly patience?: ClientTimes & { readonly firstDelay?: number }
}

/** Everything that routes and other features need to store and serve files. */
export interface Uploads {
  readonly files: FileLibrary
  readonly storage: Storage
  readonly cache: BlobCache
  readonly mover: Mover
  readonly scrubber: Scrubber
  readonly housekeeping: Housekeeping
  readonly thumbnails: Thumbnails
  readonly resumable: ResumableUploads
  /** Undefined while the secrets are locked: addresses cannot be signed or checked then. */
  readonly externalImages: ExternalImages | undefined
  readonly temporaryLinks: TemporaryLinks
  readonly quotaMib: () => number | null
  /** Unix seconds. */
  readonly now: () => number
  readonly mayReadUpload: UploadsOptions['mayReadUpload']
  /** Call after a commit that discarded files: their bytes go now, not later. */
  sweep(): void
  /** Finishes what is under way; a move goes on at the next start. */
  close(): Promise<void>
}

/** Opens the stores, clears away what an earlier run left half received, and goes on with what it had begun. */
export async function openUploads(options: UploadsOptions): Promise<Uploads> {
  const { database, folders, settings, secrets, mayReadUpload, patience } = options
  const { quotaMib = () => null, warn = () => {}, now = unixNow } = options
  const storage = await Storage.open({ local: await LocalStore.open(folders), file: settings, secrets, now, times: patience })
  const cache = await BlobCache.open(join(folders.cache, 'files'), settings.get().cacheMib * mebibyte)
  const externalImages = await openExternalImages(options)
  const files = new FileLibrary({ database, storage, cache, now, warn })
  const thumbnails = new Thumbnails({ database, files, now, warn })
  const copying = { database, storage, locks: new KeyLocks(), now }
  const resumable = await ResumableUploads.open(join(folders.uploads, '.resumable'), warn)
  const scrubber = new Scrubber({ database, storage, now, file: join(folders.logs, 'storage-scrub.json') })
  const housekeeping = new Housekeeping(copying, { scrubber, resumable }, warn)
  const sweep = (): void => housekeeping.run()
  const reportFile = (moveId: number): string => join(folders.logs, `storage-move-${moveId}.json`)
  const mover = new Mover({ ...copying, reportFile, warn, sweep, firstDelay: patience?.firstDelay })
  sweep()
  await mover.continue()
  return {
    files,
    storage,
    cache,
    mover,
    scrubber,
    housekeeping,
    thumbnails,
    resumable,
    externalImages,
    temporaryLinks: new TemporaryLinks(now),
    quotaMib,
    now,
    mayReadUpload,
    sweep,
    async close() {
      await mover.close()
      await thumbnails.idle()
      await housekeeping.close()
      await externalImages?.close()
      storage.close()
    },
  }
}

async function openExternalImages({ secrets, folders, mayConnect, warn }: UploadsOptions): Promise<ExternalImages | undefined> {
  try {
    return await ExternalImages.open({ secrets, folder: join(folders.cache, 'external'), mayConnect })
  } catch (cause) {
    warn?.(cause, 'Pictures from elsewhere are not shown until the secrets can be read')
    return undefined
  }
}
