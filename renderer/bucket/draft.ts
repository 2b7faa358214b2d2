import type { Control, StorageStatus } from '../../server/control/contract.ts'

export type Bucket = NonNullable<StorageStatus['stores'][number]['bucket']>
export type Provider = Awaited<ReturnType<Control['storage']['providers']>>[number]

/** What stands in the form, as text: nothing of it is saved before the switch. */
export interface Draft {
  readonly provider: string
  /** Part of some providers' address. */
  readonly account: string
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly avatarsBucket: string
  readonly prefix: string
  readonly pathStyle: boolean
  /** Empty for the provider’s usual one. */
  readonly storageClass: string
  /** Of an authority of the owner’s own, as PEM; empty for those that every computer knows. */
  readonly certificateAuthority: string
  readonly accessKeyId: string
  readonly secret: string
  readonly delivery: 'proxy' | 'redirect'
}

export const emptyDraft = (provider: Provider): Draft =>
  filledBy(provider, {
    provider: provider.id,
    account: '',
    endpoint: '',
    region: '',
    bucket: '',
    avatarsBucket: '',
    prefix: '',
    pathStyle: provider.pathStyle,
    storageClass: '',
    certificateAuthority: '',
    accessKeyId: '',
    secret: '',
    delivery: 'proxy',
  })

/** What belongs to the provider is filled in; what the owner typed about the bucket stays. */
export function filledBy(provider: Provider, draft: Draft): Draft {
  const region = provider.regions[0] ?? ''
  return withAddress(provider, { ...draft, provider: provider.id, account: '', region, pathStyle: provider.pathStyle })
}

/** The endpoint as provider, region and account make it. */
export function withAddress({ endpoint }: Provider, draft: Draft): Draft {
  const isComplete = endpoint && (draft.account !== '' || !endpoint.includes('{account}'))
  const filled = isComplete ? endpoint.replace('{region}', draft.region).replace('{account}', draft.account) : ''
  return { ...draft, endpoint: filled }
}

/** A bucket that is in use, to be changed; its secret stays where it is. */
export function draftOf(bucket: Bucket, providers: readonly Provider[], delivery: Draft['delivery']): Draft {
  const { endpoint, avatarsBucket, hidesMissing: _, accepted: __, ...same } = bucket
  const provider = providers.find((one) => isAddressOf(one, endpoint)) ?? providers.at(-1)
  return {
    ...same,
    provider: provider?.id ?? '',
    account: '',
    endpoint: endpoint ?? '',
    avatarsBucket: avatarsBucket ?? '',
    storageClass: bucket.storageClass ?? '',
    certificateAuthority: bucket.certificateAuthority ?? '',
    secret: '',
    delivery,
  }
}

function isAddressOf(provider: Provider, endpoint: string | null): boolean {
  if (provider.endpoint === null || endpoint === null) return provider.endpoint === endpoint
  const [before = '', after = ''] = provider.endpoint.split(/\{\w+\}/)
  return before !== '' && endpoint.startsWith(before) && endpoint.endsWith(after)
}

/** For the server, which is told of no endpoint where the provider is Amazon. */
export const bucketOf = (draft: Draft): Bucket => ({
  endpoint: draft.endpoint === '' ? null : draft.endpoint.replace(/\/+$/, ''),
  region: draft.region,
  bucket: draft.bucket,
  avatarsBucket: draft.avatarsBucket === '' ? null : draft.avatarsBucket,
  prefix: draft.prefix,
  pathStyle: draft.pathStyle,
  accessKeyId: draft.accessKeyId,
  hidesMissing: false,
  storageClass: draft.storageClass === '' ? undefined : draft.storageClass,
  certificateAuthority: draft.certificateAuthority === '' ? undefined : draft.certificateAuthority,
})

export interface Candidate {
  readonly bucket: Bucket
  /** Null: the one that is stored for this bucket. */
  readonly secret: string | null
}

export const candidateOf = (draft: Draft): Candidate => ({
  bucket: bucketOf(draft),
  secret: draft.secret === '' ? null : draft.secret,
})

export type DraftProblems = { readonly [K in keyof Draft]?: string }

/** What has to be filled in before anybody can be asked. */
export function problemsOf(draft: Draft, provider: Provider, isSecretStored: boolean): DraftProblems {
  const { endpoint, region, bucket, avatarsBucket, storageClass, certificateAuthority, accessKeyId, secret } = draft
  const hasAddress = /^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')
  const bucketName = 'A bucket’s name has at least 3 letters.'
  const found: [keyof Draft, string | false][] = [
    ['endpoint', provider.endpoint !== null && !hasAddress && 'The address of the provider begins with https://.'],
    ['region', region === '' && 'Look up the region where you created the bucket.'],
    ['bucket', bucket.length < 3 && bucketName],
    ['avatarsBucket', avatarsBucket !== '' && avatarsBucket.length < 3 && bucketName],
    ['storageClass', !/^[A-Z0-9_-]*$/.test(storageClass) && 'A class is called something like STANDARD_IA.'],
    [
      'certificateAuthority',
      certificateAuthority !== '' &&
        !certificateAuthority.includes('-----BEGIN CERTIFICATE-----') &&
        'It begins with -----BEGIN CERTIFICATE-----.',
    ],
    ['accessKeyId', accessKeyId === '' && 'The provider shows it when you create a key.'],
    ['secret', secret === '' && !isSecretStored && 'The provider shows it once, when you create a key.'],
  ]
  return Object.fromEntries(found.filter(([, problem]) => problem))
}
