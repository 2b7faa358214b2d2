import type { Command } from 'commander'
import type { BucketSettings } from '../config/storage-settings.ts'
import { profileFor } from '../uploads/stores/s3/provider-profiles.ts'
import { readCertificate } from './certificate-file.ts'
import { CommandRefused } from './failure.ts'

/** A bucket as somebody describes it on the command line, for files or for backups. */
export interface BucketOptions {
  readonly endpoint?: string
  readonly region?: string
  readonly bucket?: string
  readonly prefix?: string
  readonly pathStyle?: boolean
  readonly storageClass?: string
  readonly caFile?: string
  readonly accessKeyId?: string
  readonly secretFile?: string
}

export const withBucketOptions = (command: Command): Command =>
  command
    .option('--endpoint <url>', 'the provider’s address; none for Amazon')
    .option('--region <region>', 'where the bucket is')
    .option('--bucket <name>', 'the bucket')
    .option('--prefix <text>', 'before every key')
    .option('--path-style', 'the bucket in the path of addresses; as the provider wants it where not said')
    .option('--storage-class <name>', 'the provider’s name for where files lie cheaper, like STANDARD_IA')
    .option('--ca-file <file>', 'the certificate of an authority of your own that signs the provider’s')
    .option('--access-key-id <id>', 'the public half of the key')
    .option('--secret-file <file>', 'a file that holds the secret half; - reads it from a pipe')

/** @throws CommandRefused NO_KEY, ENDPOINT or CA_FILE where that describes none */
export function bucketFrom(options: BucketOptions & { readonly bucket: string }): BucketSettings {
  const { accessKeyId, bucket, endpoint = null, region = 'us-east-1', prefix = '', storageClass, caFile } = options
  if (!accessKeyId) throw new CommandRefused('NO_KEY', 'The bucket needs a key.', 'Add --access-key-id and --secret-file.')
  if (endpoint !== null && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new CommandRefused('ENDPOINT', `The endpoint “${endpoint}” is no address.`, 'It begins with https://.')
  }
  return {
    endpoint: endpoint?.replace(/\/+$/, '') ?? null,
    region,
    bucket,
    avatarsBucket: null,
    prefix,
    pathStyle: options.pathStyle ?? profileFor(endpoint).pathStyle,
    accessKeyId,
    hidesMissing: false,
    storageClass,
    certificateAuthority: caFile && readCertificate(caFile),
  }
}
