import { S3Client, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-s3'
import type { FinalizeRequestMiddleware, InitializeMiddleware } from '@smithy/types'
import type { Secret } from '../../../config/secrets/secret.ts'
import type { BucketSettings } from '../../../config/storage-settings.ts'
import { profileFor } from './provider-profiles.ts'

export interface ClientTimes {
  /** Milliseconds until a connection stands. */
  readonly connect?: number
  /** Milliseconds without a byte either way. */
  readonly silence?: number
  readonly attempts?: number
}

/** For connections to the provider: an authority of the owner's own, where there is one, stands for all others. */
export const trusted = ({ certificateAuthority }: BucketSettings): { readonly ca?: string } =>
  certificateAuthority === undefined ? {} : { ca: certificateAuthority }

/** The AWS library, told what this provider stumbles over. */
export function s3Client(settings: BucketSettings, secret: Secret, times: ClientTimes = {}): S3Client {
  const { connect = 5_000, silence = 30_000, attempts = 3 } = times
  const checksums = profileFor(settings.endpoint).takesChecksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED'
  const client = new S3Client({
    ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: secret.reveal() },
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    maxAttempts: attempts,
    logger: { debug() {}, info() {}, warn() {}, error() {} }, // who asked hears of what failed
    followRegionRedirects: false, // a wrong region is the owner's to mend: each file would pay for the detour
    expectContinueHeader: false, // for it the library opens a connection of its own for each large part, and forgets whom we trust
    requestHandler: { connectionTimeout: connect, socketTimeout: silence, httpsAgent: trusted(settings) },
  })
  client.middlewareStack.remove('loggerMiddleware') // it prepares each request and answer for nobody
  client.middlewareStack.addRelativeTo(asItIs, {
    name: 'asItIs',
    relation: 'after',
    toMiddleware: 'httpSigningMiddleware', // unsigned: some providers change it on its way to their check
    override: true,
  })
  if (settings.storageClass) client.middlewareStack.add(inClass(settings.storageClass), { name: 'inClass', step: 'initialize' })
  return client
}

/** Whatever begins a file says the class, also in the check: one whose files take hours to come back is found out there. */
const inClass =
  (StorageClass: string): InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> =>
  (next, { commandName }) =>
  (args) =>
    next(beginsFile.has(commandName) ? { ...args, input: { ...args.input, StorageClass } as ServiceInputTypes } : args)
const beginsFile: ReadonlySet<unknown> = new Set(['PutObjectCommand', 'CreateMultipartUploadCommand'])

/** Providers that compress what they send lose its length, and with it empty and ranged files. */
const asItIs: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => (args) => {
  const { headers } = args.request as { headers: Record<string, string> }
  headers['accept-encoding'] = 'identity'
  return next(args)
}
