import type { BucketSettings } from '../../../server/config/storage-settings.ts'

/** An S3 server of the test's own, with a key that may do everything. */
export interface S3Server {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  stop(): Promise<void>
}

export const bucketAt = (server: S3Server, bucket: string, more: Partial<BucketSettings> = {}): BucketSettings => ({
  endpoint: server.endpoint,
  region: server.region,
  bucket,
  avatarsBucket: null,
  prefix: '',
  pathStyle: true,
  accessKeyId: server.accessKeyId,
  hidesMissing: false,
  ...more,
})
