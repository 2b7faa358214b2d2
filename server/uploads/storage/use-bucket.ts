import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { badRequest } from '../../api/error.ts'
import type { Secret } from '../../config/secrets/secret.ts'
import type { BucketSettings } from '../../config/storage-settings.ts'
import { checkBucket, mayUse } from '../check/check-bucket.ts'
import type { Acceptance, CheckOutcome } from '../check/outcome.ts'
import { s3Client } from '../stores/s3/client.ts'
import { explain } from '../stores/s3/explain.ts'
import { isSamePlace, type Storage } from './storage.ts'

/** The key that was typed, or the one that is stored for the same bucket. @throws ApiError where there is neither */
export async function secretFor(storage: Storage, bucket: BucketSettings, typed: Secret | undefined): Promise<Secret> {
  if (typed) return typed
  const [id] = Object.entries(storage.settings.buckets).find(([, one]) => isSamePlace(one, bucket)) ?? []
  const stored = id && (await storage.secretOf(id))
  if (!stored) throw badRequest('The secret key of this bucket is not known yet. Type it in.')
  return stored
}

export interface Used {
  readonly store: string
  readonly outcomes: CheckOutcome[]
}

/**
 * Uses a bucket for new files, if it passes every check or the owner accepts what it fails.
 * @throws ApiError that says what failed; nothing is changed then
 */
export async function checkAndUse(
  storage: Storage,
  bucket: BucketSettings,
  secret: Secret,
  accepted: readonly Acceptance[],
): Promise<Used> {
  const outcomes: CheckOutcome[] = []
  for await (const outcome of checkBucket(bucket, secret, accepted)) outcomes.push(outcome)
  if (!mayUse(outcomes)) throw badRequest(whyNot(outcomes))
  const hidesMissing = outcomes.some(({ offer }) => offer?.hidesMissing)
  const words = outcomes.filter(({ state }) => state === 'accepted').flatMap(({ acceptAs = [] }) => acceptAs)
  return { store: await storage.useBucket({ ...bucket, hidesMissing, accepted: words }, secret), outcomes }
}

function whyNot(outcomes: readonly CheckOutcome[]): string {
  const failed = outcomes.filter(({ state }) => state === 'failed')
  const sentences = failed.map(({ cause, nextStep, acceptAs }) => {
    const accept = acceptAs ? ` (Or accept it: ${acceptAs.join(',')}.)` : ''
    return `${cause} ${nextStep}${accept}`
  })
  return `The bucket did not pass, so nothing was changed. ${sentences.join(' ')}`
}

/** @throws ApiError in plain words */
export async function createBucket(bucket: BucketSettings, secret: Secret): Promise<void> {
  const client = s3Client(bucket, secret, { attempts: 1 })
  const isElsewhere = bucket.endpoint === null && bucket.region !== 'us-east-1' // which must not be named
  const CreateBucketConfiguration = isElsewhere ? { LocationConstraint: bucket.region as 'eu-west-1' } : undefined
  try {
    for (const Bucket of [bucket.bucket, bucket.avatarsBucket]) {
      if (Bucket !== null) await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }))
    }
  } catch (error) {
    if ((error as Error).name === 'BucketAlreadyOwnedByYou') return
    const { cause, nextStep } = explain(error, bucket)
    throw badRequest(`${cause} ${nextStep}`)
  } finally {
    client.destroy()
  }
}
