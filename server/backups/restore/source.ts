import { Secret } from '../../config/secrets/secret.ts'
import type { BucketSettings } from '../../config/storage-settings.ts'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { S3Store } from '../../uploads/stores/s3/s3-store.ts'
import { explained } from '../failure.ts'
import { asItIs } from '../known-bucket.ts'
import { FolderStore } from '../repository/folder-store.ts'
import { openRepository } from '../repository/open.ts'
import type { Repository } from '../repository/repository.ts'
import { whileThere } from '../repository/still-there.ts'
import { wholePath } from '../whole-path.ts'

/** Where backups are that need not be ours. `key` is the recovery key; without one, only what is not sealed can be read. */
export type BareSource =
  | { readonly folder: string; readonly key?: string }
  | { readonly bucket: BucketSettings; readonly secret: string; readonly key?: string }

/** Reads backups, wherever they are, with nothing but what was typed. @throws BackupRefused */
export async function readingBare<T>(source: BareSource, work: (repository: Repository) => Promise<T>): Promise<T> {
  const key = source.key?.trim() ? new Secret(source.key) : undefined
  if ('folder' in source) {
    const store = new FolderStore(wholePath(source.folder))
    try {
      return await reading(store, key, work)
    } catch (error) {
      throw explained(error, source.folder)
    }
  }
  const { bucket, secret } = source
  const known = await asItIs(bucket, new Secret(secret)).catch((error: unknown) => {
    throw explained(error, bucket.bucket, bucket)
  })
  const store = new S3Store(`the bucket ${bucket.bucket}`, known, new Secret(secret))
  try {
    return await reading(store, key, work)
  } catch (error) {
    throw explained(error, store.id, bucket)
  } finally {
    store.close()
  }
}

async function reading<T>(store: BlobStore, key: Secret | undefined, work: (repository: Repository) => Promise<T>): Promise<T> {
  const repository = await openRepository(store, key)
  return await whileThere(store, () => work(repository))
}
