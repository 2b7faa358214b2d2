import type { BucketSettings } from '../../config/storage-settings.ts'

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Principal?: '*'
  readonly Action: readonly string[]
  readonly Resource: string
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

export interface Policies {
  /** What the key must be allowed, and no more: for the provider's user or key. */
  readonly key: Policy
  /** Lets everyone see pictures: for the bucket of avatars itself, where there is one and the owner wants that. */
  readonly avatarsBucket?: Policy
}

const onObjects = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts']

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/list_amazons3.html */
export function policiesFor(
  { bucket, avatarsBucket, prefix }: Pick<BucketSettings, 'bucket' | 'avatarsBucket' | 'prefix'>,
  arn = 'arn:aws:s3:::',
): Policies {
  const objects = (name: string): string => `${arn}${name}/${prefix}*`
  const uses = (name: string, sid: string): Statement[] => [
    { Sid: `${sid}Files`, Effect: 'Allow', Action: onObjects, Resource: objects(name) },
    {
      Sid: `${sid}List`,
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: `${arn}${name}`,
      ...(prefix && { Condition: { StringLike: { 's3:prefix': [`${prefix}*`] } } }),
    },
    // to call off what a crash left half sent; AWS cannot narrow it to a prefix
    { Sid: `${sid}Unfinished`, Effect: 'Allow', Action: ['s3:ListBucketMultipartUploads'], Resource: `${arn}${name}` },
  ]
  const statements = [...uses(bucket, 'Uploads'), ...(avatarsBucket === null ? [] : uses(avatarsBucket, 'Avatars'))]
  const key: Policy = { Version: '2012-10-17', Statement: statements }
  if (avatarsBucket === null) return { key }
  const shown: Statement = {
    Sid: 'EveryoneSees',
    Effect: 'Allow',
    Principal: '*',
    Action: ['s3:GetObject'],
    Resource: objects(avatarsBucket),
  }
  return { key, avatarsBucket: { Version: '2012-10-17', Statement: [shown] } }
}
