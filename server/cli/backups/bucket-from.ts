import type { BucketSettings } from '../../config/storage-settings.ts'
import { CommandRefused } from '../failure.ts'

export interface BucketOptions {
  readonly s3?: boolean
  readonly endpoint?: string
  readonly region?: string
  readonly bucket?: string
  readonly prefix?: string
  readonly pathStyle?: boolean
  readonly accessKeyId?: string
  readonly secretFile?: string
}

/** The bucket for backups that somebody described on the command line. @throws CommandRefused where that is not enough */
export function bucketFrom(options: BucketOptions): BucketSettings {
  const { bucket, accessKeyId, secretFile, endpoint = null, region = 'us-east-1', prefix = '', pathStyle = false } = options
  if (bucket && accessKeyId && secretFile) {
    return { endpoint, region, bucket, avatarsBucket: null, prefix, pathStyle, accessKeyId, hidesMissing: false }
  }
  throw new CommandRefused(
    'DESTINATION_UNUSABLE',
    'It is not clear which bucket is meant.',
    'Name it with --s3 --bucket … --access-key-id … --secret-file …, and --endpoint … where it is not Amazon’s.',
  )
}
