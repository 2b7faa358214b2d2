import type { BucketSettings } from '../../config/storage-settings.ts'
import type { Control } from '../../control/contract.ts'
import type { Acceptance } from '../../uploads/check/outcome.ts'
import { profileFor } from '../../uploads/stores/s3/provider-profiles.ts'
import { CommandRefused } from '../failure.ts'
import { readSecret } from '../secret-file.ts'
import { readCertificate } from './certificate-file.ts'

export interface BucketOptions {
  readonly endpoint?: string
  readonly region?: string
  readonly bucket?: string
  readonly avatarsBucket?: string
  readonly prefix?: string
  readonly pathStyle?: boolean
  readonly storageClass?: string
  readonly caFile?: string
  readonly accessKeyId?: string
  readonly secretFile?: string
  readonly accept?: Acceptance[]
}

/** What was typed; without a bucket, the one in use. @throws CommandRefused where that is not enough */
export async function candidate(
  control: Control,
  options: BucketOptions,
): Promise<{ bucket: BucketSettings; secret: string | null }> {
  const secret = options.secretFile ? await readSecret(options.secretFile, 'secret half of the key') : null
  if (!options.bucket) {
    const { current, stores } = await control.storage.status()
    const bucket = stores.find(({ id }) => id === current)?.bucket
    if (bucket) return { bucket: { ...bucket, ...(options.accessKeyId && { accessKeyId: options.accessKeyId }) }, secret }
    throw new CommandRefused('NO_BUCKET', 'No bucket is in use.', 'Name one with --bucket and what belongs to it.')
  }
  const { accessKeyId, endpoint = null, region = 'us-east-1' } = options
  if (!accessKeyId) throw new CommandRefused('NO_KEY', 'The bucket needs a key.', 'Add --access-key-id and --secret-file.')
  if (endpoint !== null && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new CommandRefused('ENDPOINT', `The endpoint “${endpoint}” is no address.`, 'It begins with https://.')
  }
  const bucket: BucketSettings = {
    endpoint: endpoint?.replace(/\/+$/, '') ?? null,
    region,
    bucket: options.bucket,
    avatarsBucket: options.avatarsBucket ?? null,
    prefix: options.prefix ?? '',
    pathStyle: options.pathStyle ?? profileFor(endpoint).pathStyle,
    accessKeyId,
    hidesMissing: false,
    storageClass: options.storageClass,
    certificateAuthority: options.caFile && readCertificate(options.caFile),
  }
  return { bucket, secret }
}
