/** What a provider of S3 storage needs and how its form is filled in. Facts, kept as data so that a new one is a few lines. */
export interface ProviderProfile {
  readonly id: string
  readonly name: string
  /** Recognises the provider by its endpoint's host; null where only the owner can tell. */
  readonly host: RegExp | null
  /** With `{region}` or `{account}` to fill in; null where the library knows it, empty where every installation has its own. */
  readonly endpoint: string | null
  readonly regions: readonly string[]
  readonly pathStyle: boolean
  /** Checks the library's own CRC checksums; others stumble over the headers. */
  readonly takesChecksums: boolean
  /** Files at once in a move; more than this the provider turns away. */
  readonly mostParallel: number
  /** List prices in US dollars, for an estimate; left out where they are not that simple. */
  readonly price?: { readonly perGigabyteMonth: number; readonly perThousandUploads: number }
  /** What the owner should know before choosing it. */
  readonly note?: string
}

const ours = { host: null, regions: [], pathStyle: true, takesChecksums: false, mostParallel: 32 } as const

export const providerProfiles: readonly ProviderProfile[] = [
  {
    ...ours,
    id: 'aws',
    name: 'Amazon S3',
    host: /(^|\.)amazonaws\.com(\.cn)?$/,
    endpoint: null,
    regions: ['us-east-1', 'us-east-2', 'us-west-2', 'ca-central-1', 'eu-west-1', 'eu-central-1', 'eu-north-1', 'ap-southeast-2'],
    pathStyle: false,
    takesChecksums: true,
    price: { perGigabyteMonth: 0.023, perThousandUploads: 0.005 },
  },
  {
    ...ours,
    id: 'r2',
    name: 'Cloudflare R2',
    host: /\.r2\.cloudflarestorage\.com$/,
    endpoint: 'https://{account}.r2.cloudflarestorage.com',
    regions: ['auto'],
    mostParallel: 2,
    price: { perGigabyteMonth: 0.015, perThousandUploads: 0.0045 },
  },
  {
    ...ours,
    id: 'b2',
    name: 'Backblaze B2',
    host: /\.backblazeb2\.com$/,
    endpoint: 'https://s3.{region}.backblazeb2.com',
    regions: ['us-west-004', 'us-east-005', 'eu-central-003'],
    price: { perGigabyteMonth: 0.006, perThousandUploads: 0 },
    note: 'Create the key for this one bucket; the master key does not speak S3.',
  },
  {
    ...ours,
    id: 'digitalocean',
    name: 'DigitalOcean Spaces',
    host: /\.digitaloceanspaces\.com$/,
    endpoint: 'https://{region}.digitaloceanspaces.com',
    regions: ['nyc3', 'ams3', 'fra1', 'sfo3', 'sgp1', 'syd1'],
    pathStyle: false,
  },
  {
    ...ours,
    id: 'hetzner',
    name: 'Hetzner Object Storage',
    host: /\.your-objectstorage\.com$/,
    endpoint: 'https://{region}.your-objectstorage.com',
    regions: ['fsn1', 'nbg1', 'hel1'],
  },
  {
    ...ours,
    id: 'scaleway',
    name: 'Scaleway',
    host: /\.scw\.cloud$/,
    endpoint: 'https://s3.{region}.scw.cloud',
    regions: ['fr-par', 'nl-ams', 'pl-waw'],
  },
  {
    ...ours,
    id: 'wasabi',
    name: 'Wasabi',
    host: /\.wasabisys\.com$/,
    endpoint: 'https://s3.{region}.wasabisys.com',
    regions: ['us-east-1', 'us-west-1', 'eu-central-1', 'eu-west-1', 'ap-northeast-1'],
    pathStyle: false,
    note: 'Deleted files are billed until they are 90 days old.',
  },
  {
    ...ours,
    id: 'tigris',
    name: 'Tigris',
    host: /\.tigris\.dev$|^t3\.storage\.dev$/,
    endpoint: 'https://t3.storage.dev',
    regions: ['auto'],
  },
  {
    ...ours,
    id: 'google',
    name: 'Google Cloud Storage',
    host: /(^|\.)storage\.googleapis\.com$/,
    endpoint: 'https://storage.googleapis.com',
    regions: ['auto'],
    note: 'Create an HMAC key for a service account, under Cloud Storage, Settings, Interoperability.',
  },
  {
    ...ours,
    id: 'filebase',
    name: 'Filebase',
    host: /\.filebase\.com$/,
    endpoint: 'https://s3.filebase.com',
    regions: ['us-east-1'],
  },
  {
    ...ours,
    id: 'supabase',
    name: 'Supabase',
    host: /\.supabase\.co$/,
    endpoint: 'https://{account}.supabase.co/storage/v1/s3',
  },
  { ...ours, id: 'minio', name: 'MinIO', endpoint: '', regions: ['us-east-1'], note: 'Its free edition is no longer developed.' },
  { ...ours, id: 'garage', name: 'Garage', endpoint: '', regions: ['garage'] },
  { ...ours, id: 'ceph', name: 'Ceph', endpoint: '', regions: ['default'] },
  { ...ours, id: 'seaweedfs', name: 'SeaweedFS', endpoint: '', regions: ['us-east-1'] },
  { ...ours, id: 'synology', name: 'Synology C2', host: /\.synologyc2\.net$/, endpoint: '' },
  { ...ours, id: 'other', name: 'Another S3-compatible provider', endpoint: '', regions: ['us-east-1'] },
]

const other = providerProfiles.at(-1)!

/** The profile for an endpoint; without one it is Amazon. */
export function profileFor(endpoint: string | null): ProviderProfile {
  if (endpoint === null) return providerProfiles[0]!
  const { hostname } = new URL(endpoint)
  return providerProfiles.find(({ host }) => host?.test(hostname)) ?? other
}
