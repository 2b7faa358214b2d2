import { randomBytes } from 'node:crypto'
import type { Secret } from '../config/secrets/secret.ts'
import type { BucketSettings } from '../config/storage-settings.ts'
import { BlobMissing } from '../uploads/stores/blob-store.ts'
import { S3Store } from '../uploads/stores/s3/s3-store.ts'

/**
 * A bucket as somebody described it, with what only the bucket can tell: a key that may list a part of it alone hears of whatever is
 * missing that it is forbidden.
 * @throws what the provider says where nothing can be asked of it
 */
export async function asItIs(bucket: BucketSettings, secret: Secret): Promise<BucketSettings> {
  const store = new S3Store('a first look', { ...bucket, hidesMissing: false }, secret)
  try {
    const surprise = await store.get(`locks/${randomBytes(8).toString('hex')}`)
    surprise.destroy()
  } catch (error) {
    if ((error as Error).name === 'AccessDenied') return { ...bucket, hidesMissing: true }
    if (!(error instanceof BlobMissing)) throw error
  } finally {
    store.close()
  }
  return bucket
}
