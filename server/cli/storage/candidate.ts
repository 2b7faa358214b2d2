import type { BucketSettings } from '../../config/storage-settings.ts'
import type { Control } from '../../control/contract.ts'
import type { Acceptance } from '../../uploads/check/outcome.ts'
import { type BucketOptions, bucketFrom } from '../bucket.ts'
import { CommandRefused } from '../failure.ts'
import { readSecret } from '../secret-file.ts'

export interface CandidateOptions extends BucketOptions {
  readonly avatarsBucket?: string
  readonly accept?: Acceptance[]
}

/** What was typed; without a bucket, the one in use. @throws CommandRefused where that is not enough */
export async function candidate(
  control: Control,
  options: CandidateOptions,
): Promise<{ bucket: BucketSettings; secret: string | null }> {
  const secret = options.secretFile ? await readSecret(options.secretFile, 'secret half of the key') : null
  if (!options.bucket) {
    const { current, stores } = await control.storage.status()
    const bucket = stores.find(({ id }) => id === current)?.bucket
    if (bucket) return { bucket: { ...bucket, ...(options.accessKeyId && { accessKeyId: options.accessKeyId }) }, secret }
    throw new CommandRefused('NO_BUCKET', 'No bucket is in use.', 'Name one with --bucket and what belongs to it.')
  }
  const { bucket, avatarsBucket = null } = options
  return { bucket: { ...bucketFrom({ ...options, bucket }), avatarsBucket }, secret }
}
