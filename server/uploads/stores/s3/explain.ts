import type { BucketSettings } from '../../../config/storage-settings.ts'

/** What went wrong between us and a bucket, for its owner: one sentence each. */
export interface Explanation {
  readonly code: string
  readonly cause: string
  readonly nextStep: string
  /** Values that would mend it, to be offered. */
  readonly offer?: Partial<BucketSettings> & { readonly createBucket?: true }
}

interface Trouble {
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly Region?: string
  /** What was being done, where the sentence is to say it. */
  readonly while?: 'removing'
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
  readonly cert?: { readonly subjectaltname?: string }
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

type Explain = (trouble: Trouble, settings: BucketSettings) => Omit<Explanation, 'code'>

const hostOf = ({ endpoint, region }: BucketSettings): string =>
  endpoint === null ? `s3.${region}.amazonaws.com` : new URL(endpoint).host

const certificate: Explain = (_, settings) =>
  settings.certificateAuthority === undefined
    ? {
        cause: `The certificate of ${hostOf(settings)} is signed by an authority that this computer does not know.`,
        nextStep: 'If it is your own, give that authority’s certificate: under More choices, or with --ca-file.',
      }
    : {
        cause: `The certificate of ${hostOf(settings)} is signed by another authority than the one you gave.`,
        nextStep: 'Give the certificate of the authority that signed it, or none if that is a public one.',
      }
const unreachable: Explain = (_, settings) => ({
  cause: `${hostOf(settings)} cannot be reached from this computer.`,
  nextStep:
    'Check that it runs, the port in the endpoint, and firewalls in between. On macOS, allow Landline to use the local network.',
})
const silent: Explain = (_, settings) => ({
  cause: `${hostOf(settings)} did not answer in time.`,
  nextStep: 'Check the connection to it, then try again.',
})
const brokenOff: Explain = (_, settings) => ({
  cause: `${hostOf(settings)} broke off the connection.`,
  nextStep: 'Check the connection to it, then try again.',
})
const wrongKey: Explain = (_, settings) => ({
  cause: `The provider does not know the access key ${settings.accessKeyId}.`,
  nextStep: 'Copy the access key ID again, and check that the key was made for this provider and was not removed.',
})
const wrongRegion: Explain = (trouble, settings) => {
  const region = regionOf(trouble)
  return region
    ? {
        cause: `The bucket is in the region ${region}, not in ${settings.region}.`,
        nextStep: `Set the region to ${region}.`,
        offer: { region },
      }
    : {
        cause: `The bucket is not in the region ${settings.region}.`,
        nextStep: 'Look up its region where you created it, and set it here.',
      }
}
const denied: Explain = (trouble, settings) => ({
  cause: `The key ${settings.accessKeyId} may not ${trouble.while ? 'remove anything from' : 'do this in'} the bucket.`,
  nextStep: 'Give the key the policy that Settings → Storage shows and `landline storage policy` prints.',
})

/** By the name of a provider's error, of a fault of the network, or the number of an HTTP status. */
const explanations: Readonly<Record<string, Explain>> = {
  ENOTFOUND: (_, settings) => ({
    cause: `There is no host called ${hostOf(settings)}.`,
    nextStep: settings.pathStyle
      ? 'Check the endpoint for a typing error.'
      : 'Check the endpoint for a typing error; if this provider does not put buckets into host names, use path style.',
  }),
  EAI_AGAIN: () => ({
    cause: 'This computer cannot look up names at the moment.',
    nextStep: 'Check its connection to the internet.',
  }),
  ECONNREFUSED: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  ETIMEDOUT: silent,
  TimeoutError: silent,
  RequestTimeout: silent,
  CERT_HAS_EXPIRED: (_, settings) => ({
    cause: `The certificate of ${hostOf(settings)} has expired.`,
    nextStep: 'Renew it there; until then nothing may be sent to it. If it is new, look at this computer’s clock.',
  }),
  CERT_NOT_YET_VALID: (_, settings) => ({
    cause: `The certificate of ${hostOf(settings)} is not valid yet.`,
    nextStep: 'Look at the clocks of this computer and of the one that made it.',
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: ({ cert }, settings) => ({
    cause: `The certificate of ${hostOf(settings)} is for another name${namesIn(cert?.subjectaltname)}.`,
    nextStep: 'Check the endpoint, and use path style if the bucket’s name has dots in it.',
  }),
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  EPROTO: (_, settings) => ({
    cause: `${hostOf(settings)} does not speak HTTPS on this port.`,
    nextStep: 'Check the port, or write http:// if the provider really has no HTTPS.',
  }),
  InvalidAccessKeyId: wrongKey,
  InvalidClientTokenId: wrongKey,
  SignatureDoesNotMatch: () => ({
    cause: 'The secret key does not belong to the access key.',
    nextStep: 'Copy the secret key again, whole and without spaces.',
  }),
  RequestTimeTooSkewed: () => ({
    cause: 'The clocks of this computer and of the provider are too far apart.',
    nextStep: 'Turn on automatic time on this computer.',
  }),
  AuthorizationHeaderMalformed: wrongRegion,
  PermanentRedirect: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  '301': wrongRegion,
  NoSuchBucket: (_, settings) => ({
    cause: `There is no bucket called ${settings.bucket} there.`,
    nextStep: 'Check its name, or let Landline create it.',
    offer: { createBucket: true },
  }),
  AccessDenied: denied,
  '403': denied,
  InvalidStorageClass: (_, { storageClass }) => ({
    cause: `The provider has no storage class called ${storageClass}.`,
    nextStep: 'Copy its name from the provider’s documentation, or leave it empty.',
  }),
  QuotaExceeded: () => ({ cause: 'The bucket is full.', nextStep: 'Raise its quota at the provider.' }),
  SlowDown: () => ({ cause: 'The provider asks us to slow down.', nextStep: 'Move fewer files at once.' }),
  '503': () => ({ cause: 'The provider is overloaded or being repaired.', nextStep: 'Try again later.' }),
}

/** Whether every file would meet it, so that one waits for the store rather than give up the file. */
export const isAboutWholeStore = ({ code }: Explanation): boolean => Object.hasOwn(explanations, code)

/** `DNS:a.example, DNS:b.example`, as Node writes them down. */
const namesIn = (names = ''): string => {
  const plain = names.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''))
  return names === '' ? '' : `: ${plain.slice(0, 3).join(', ')}`
}

/** Where the provider says that the bucket is. */
export const regionOf = ({ Region, $response, message = '' }: Trouble): string | undefined =>
  Region ?? $response?.headers?.['x-amz-bucket-region'] ?? /expecting '([\w-]+)'/.exec(message)?.[1]

/** @returns the cause in plain words; the provider's own where we have none */
export function explain(error: unknown, settings: BucketSettings): Explanation {
  for (const trouble of withCauses(error)) {
    const status = String(trouble.$metadata?.httpStatusCode ?? '')
    const code = [trouble.code, trouble.name, status].find((name) => name && Object.hasOwn(explanations, name))
    if (code) return { code, ...explanations[code]!(trouble, settings) }
  }
  const { name = 'Error', message = String(error), $metadata } = (error ?? {}) as Trouble
  const status = $metadata?.httpStatusCode ? ` (HTTP ${$metadata.httpStatusCode})` : ''
  const { storageClass } = settings
  return {
    code: name,
    cause: `The provider answered “${message === 'UnknownError' ? name : message}”${status}.`, // the library's word for no words
    nextStep: storageClass
      ? `Perhaps it has no storage class called ${storageClass}: try without. Else look this up in its documentation.`
      : 'Look this up in the provider’s documentation, or ask its support.',
  }
}

function* withCauses(error: unknown): Iterable<Trouble> {
  for (let at = error; at; at = (at as Trouble).cause) {
    yield at as Trouble
    yield* ((at as Trouble).errors ?? []) as Trouble[] // of a host with several addresses
  }
}
