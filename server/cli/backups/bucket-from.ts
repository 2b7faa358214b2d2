import type { BucketSettings } from '../../config/storage-settings.ts'
import { type BucketOptions, bucketFrom } from '../bucket.ts'
import { CommandRefused } from '../failure.ts'

export interface BackupBucketOptions extends BucketOptions {
  readonly s3?: boolean
}

/** The bucket with backups that somebody described. @throws CommandRefused where that is not enough */
export function backupBucketFrom(options: BackupBucketOptions): BucketSettings {
  const { bucket, accessKeyId, secretFile } = options
  if (bucket && accessKeyId && secretFile) return bucketFrom({ ...options, bucket })
  throw new CommandRefused(
    'DESTINATION_UNUSABLE',
    'It is not clear which bucket is meant.',
    'Name it with --s3 --bucket … --access-key-id … --secret-file …, and --endpoint … where it is not Amazon’s.',
  )
}
