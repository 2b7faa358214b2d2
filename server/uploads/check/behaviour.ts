import { randomBytes } from 'node:crypto'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { brokenUpload, isThere, oddName } from './content.ts'
import { CheckFailed, type Passed } from './outcome.ts'
import { type Probe, sha256 } from './probe.ts'

export async function listing(probe: Probe): Promise<Passed> {
  const names = ['page 1', 'page 2', 'page 3']
  for (const name of names) await probe.put(name, Buffer.from(name))
  try {
    const found = await listInPages(probe)
    if (names.every((name) => found.includes(probe.prefix + name))) return undefined
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403) {
      return {
        cause: 'The key may not list the bucket. Landline works without that, but cannot find files that nobody uses any more.',
        nextStep: 'If you like, give the key the policy that Settings → Storage shows and `landline storage policy` prints.',
        offer: { hidesMissing: true },
      }
    }
  }
  throw new CheckFailed(
    'The bucket cannot be listed page by page.',
    'Landline works without that, but cannot find files that nobody uses any more. Accept this, or choose another provider.',
    { acceptAs: ['listing'] },
  )
}

async function listInPages(probe: Probe): Promise<string[]> {
  const found: string[] = []
  let ContinuationToken: string | undefined
  for (let page = 0; page < 20; page++) {
    const asked = { Bucket: probe.settings.bucket, Prefix: `${probe.prefix}page`, MaxKeys: 2, ContinuationToken }
    const answer = await probe.client.send(new ListObjectsV2Command(asked))
    found.push(...(answer.Contents ?? []).map(({ Key = '' }) => Key))
    ContinuationToken = answer.NextContinuationToken
    if (!answer.IsTruncated || !ContinuationToken) return found
  }
  return found
}

export async function signedAddress(probe: Probe, content: Buffer): Promise<Passed> {
  const response = await probe.fetch(await probe.signedUrl(oddName))
  const back = Buffer.from(await response.arrayBuffer())
  if (response.ok && sha256(back) === sha256(content)) return undefined
  throw new CheckFailed(
    `An address that should be valid for a minute was answered with HTTP ${response.status}.`,
    'Check the region and path style; some providers sign addresses for one of the two styles only.',
  )
}

/** Nobody without the key may read: not without any signature, and not with a wrong one. */
export async function privacy(probe: Probe): Promise<Passed> {
  const troubles: (keyof typeof tooOpen)[] = []
  if (await takesWrongSecret(probe)) troubles.push('signatures')
  if (await givesToAnybody(probe)) troubles.push('public')
  if (troubles.length === 0) return undefined
  const found = troubles.map((trouble) => tooOpen[trouble])
  throw new CheckFailed(found.map(({ cause }) => cause).join(' '), found[0]!.nextStep, { acceptAs: troubles })
}

const tooOpen = {
  signatures: {
    cause:
      'The provider gives out files to a wrong secret key: it checks no signatures, so everybody on its network can read and change them.',
    nextStep: 'Turn on its authentication. Only accept this where nobody else can reach it.',
  },
  public: {
    cause: 'Everybody can read the files in this bucket: one was given out without any key.',
    nextStep: 'Make the bucket private at the provider (on AWS: block public access, and no policy for everyone).',
  },
} as const

async function takesWrongSecret(probe: Probe): Promise<boolean> {
  const client = probe.otherClient('wrong secret')
  try {
    const { Body } = await client.send(new GetObjectCommand(probe.place(oddName)))
    ;(Body as { destroy?(): void } | undefined)?.destroy?.()
    return true
  } catch {
    return false
  } finally {
    client.destroy()
  }
}

/** Whether a file that we just put there is given out without any key. */
export async function givesToAnybody(probe: Probe, name = oddName): Promise<boolean> {
  const unsigned = (await probe.signedUrl(name)).replace(/\?.*$/, '')
  const response = await probe.fetch(unsigned, { redirect: 'manual' })
  await response.body?.cancel()
  return response.ok
}

export async function headers(probe: Probe): Promise<Passed> {
  const sent = { ContentType: 'image/webp', CacheControl: 'private, max-age=60', Metadata: { origin: 'landline' } }
  await probe.put('headers', Buffer.from('x'), sent)
  const asked = { ResponseContentDisposition: 'attachment; filename="a b.txt"' }
  const { ContentType, ContentDisposition } = await probe.get('headers', asked)
  if (ContentType !== sent.ContentType) {
    throw new CheckFailed(
      `A file sent as ${sent.ContentType} comes back as ${ContentType ?? 'nothing in particular'}.`,
      'Choose another provider: browsers would not know what the files are.',
    )
  }
  if (ContentDisposition === asked.ResponseContentDisposition) return undefined
  return { cause: 'The provider does not let us name files as they are fetched.', nextStep: 'Keep delivery by proxy.' }
}

export async function overwriting(probe: Probe): Promise<Passed> {
  await probe.put('twice', Buffer.from('the first, which is longer'))
  await probe.put('twice', Buffer.from('the second'))
  const { content } = await probe.get('twice')
  if (content.toString() !== 'the second') {
    throw new CheckFailed(
      'A file that was overwritten came back as it was before.',
      'Choose a provider whose reads see its writes.',
    )
  }
  try {
    await probe.put('twice', Buffer.from('the third'), { IfNoneMatch: '*' })
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
    if (status === 412 || status === 409) return undefined
    return { cause: 'The provider does not know conditions. Landline’s names are random, so that nothing is overwritten.' }
  }
  throw new CheckFailed(
    'The provider overwrote a file although it was told not to.',
    'Landline’s names are random, so that nothing is overwritten by chance. Accept this, or choose another provider.',
    { acceptAs: ['conditions'] },
  )
}

export async function removal(probe: Probe): Promise<Passed> {
  await probe.remove(oddName)
  await probe.remove(oddName).catch(() => {}) // some say that it is gone already
  if (await isThere(probe, oddName)) {
    throw new CheckFailed(
      'A file that was removed is still there.',
      'If the bucket is locked or keeps versions, choose another one.',
    )
  }
  const { avatarsBucket } = probe.settings
  if (avatarsBucket !== null) await probe.remove(oddName, avatarsBucket)
  await brokenUpload(probe)
  try {
    await probe.get(oddName)
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
    if ($metadata?.httpStatusCode === 403) {
      const cause = 'The provider calls missing files forbidden, because the key may not list the bucket.'
      return { cause, offer: { hidesMissing: true } }
    }
  }
  return undefined
}

const sample = 2 * 1024 * 1024
const small = 5

export async function speed(probe: Probe): Promise<Passed> {
  const content = randomBytes(sample)
  const started = performance.now()
  await probe.put('speed', content)
  const sent = performance.now()
  await probe.get('speed')
  const received = performance.now()
  for (let index = 0; index < small; index++) await isThere(probe, 'speed')
  const millisecondsPerRequest = Math.round((performance.now() - received) / small)
  const rate = (ms: number): number => Math.round((sample * 1000) / Math.max(1, ms))
  return {
    measured: { bytesPerSecondUp: rate(sent - started), bytesPerSecondDown: rate(received - sent), millisecondsPerRequest },
    ...(millisecondsPerRequest > 1000
      ? { cause: `Each request takes ${millisecondsPerRequest} ms: pictures will appear slowly.` }
      : {}),
  }
}
