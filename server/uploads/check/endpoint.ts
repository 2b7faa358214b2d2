import { X509Certificate } from 'node:crypto'
import type { BucketSettings } from '../../config/storage-settings.ts'
import { profileFor } from '../stores/s3/provider-profiles.ts'
import { CheckFailed } from './outcome.ts'

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

function isCertificate(text: string): boolean {
  try {
    new X509Certificate(text)
    return true
  } catch {
    return false
  }
}

/** Mistakes in the values themselves, before anybody is asked. */
export function badEndpoint(settings: BucketSettings): CheckFailed | undefined {
  for (const bucket of [settings.bucket, settings.avatarsBucket]) {
    if (bucket === null || bucketName.test(bucket)) continue
    const nextStep = 'Copy its name from where you created it.'
    return new CheckFailed(`“${bucket}” cannot be a bucket: names are 3 to 63 of a-z, 0-9, hyphens and dots.`, nextStep)
  }
  if (settings.certificateAuthority !== undefined && !isCertificate(settings.certificateAuthority)) {
    return new CheckFailed(
      'What was given as the authority’s certificate is none.',
      'Give the file as text: it begins with -----BEGIN CERTIFICATE-----.',
    )
  }
  if (settings.endpoint === null) return undefined
  const url = new URL(settings.endpoint)
  if (url.hostname.startsWith(`${settings.bucket}.`)) {
    const endpoint = `${url.protocol}//${url.host.slice(settings.bucket.length + 1)}`
    return new CheckFailed('The endpoint has the bucket in it.', `Use ${endpoint} and name the bucket by itself.`, {
      offer: { endpoint },
    })
  }
  if (url.pathname !== '/' && profileFor(settings.endpoint).id !== 'supabase') {
    const endpoint = url.origin
    return new CheckFailed('The endpoint has a path in it.', `Use ${endpoint}; a folder in the bucket is the prefix.`, {
      offer: { endpoint },
    })
  }
  return undefined
}
