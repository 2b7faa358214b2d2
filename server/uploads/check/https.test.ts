import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { openBareUploads, storeFile } from '../../../test/support/storage/bare-uploads.ts'
import { Authority } from '../../../test/support/storage/certificates.ts'
import { type Certificate, startFaultProxy } from '../../../test/support/storage/fault-proxy.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../../../test/support/storage/radosgw.ts'
import { bucketAt, type S3Server } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'
import type { BucketSettings } from '../../config/storage-settings.ts'
import { checkBucket } from './check-bucket.ts'
import type { CheckOutcome } from './outcome.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

const authority = new Authority('Our own authority')
let provider: S3Server
beforeAll(async () => {
  provider = await (hasRadosgw ? startRadosgw(['files']) : startS3rver(['files']))
})
afterAll(() => provider.stop())

async function bucketBehind(certificate: Certificate, more: Partial<BucketSettings> = {}): Promise<BucketSettings> {
  const proxy = await startFaultProxy(provider, certificate)
  onTestFinished(() => proxy.stop())
  return bucketAt(proxy, 'files', more)
}

async function check(bucket: BucketSettings): Promise<CheckOutcome[]> {
  const outcomes: CheckOutcome[] = []
  for await (const outcome of checkBucket(bucket, new Secret(provider.secretAccessKey))) outcomes.push(outcome)
  return outcomes
}

test.each<[string, Parameters<Authority['issue']>[0], string | undefined, RegExp, RegExp]>([
  [
    'that has expired',
    { from: -9, until: -1 },
    authority.pem,
    /^The certificate of 127\.0\.0\.1:\d+ has expired\.$/,
    /^Renew it/,
  ],
  ['that begins tomorrow', { from: 1, until: 9 }, authority.pem, /is not valid yet\.$/, /clocks/],
  [
    'of another name',
    { name: 's3.example.com' },
    authority.pem,
    /is for another name: s3\.example\.com\.$/,
    /^Check the endpoint/,
  ],
  ['of an authority of one’s own', {}, undefined, /signed by an authority that this computer does not know/, /--ca-file/],
  [
    'of another authority than the one given',
    {},
    new Authority('Theirs').pem,
    /another authority than the one you gave/,
    /signed it/,
  ],
  ['beside a text that is none', {}, 'Trust me.', /certificate is none/, /BEGIN CERTIFICATE/],
])('a certificate %s is told at the first step, with what to do', async (_, wishes, certificateAuthority, cause, nextStep) => {
  const [first, ...rest] = await check(await bucketBehind(authority.issue(wishes), { certificateAuthority }))
  expect(first).toMatchObject({ state: 'failed', cause: expect.stringMatching(cause), nextStep: expect.stringMatching(nextStep) })
  expect(rest.every(({ state }) => state === 'skipped')).toBe(true)
})

test('with the certificate of one’s own authority every step gets through, and files move there and back', async () => {
  const bucket = await bucketBehind(authority.issue(), { certificateAuthority: authority.pem })
  const outcomes = await check(bucket)
  expect(outcomes[0]).toMatchObject({ id: 'reach', state: 'passed' })
  expect(outcomes[0]!.cause).toBeUndefined() // nothing of “unencrypted”
  if (hasRadosgw) expect(outcomes.map(({ state }) => state)).toEqual(Array(13).fill('passed'))
  for (const { cause = '' } of outcomes) expect(cause).not.toMatch(/certificate/)

  const bare = await openBareUploads(newFolder())
  onTestFinished(() => bare.close())
  for (const bytes of [0, 1000, 9 * 1024 * 1024]) await storeFile(bare, randomBytes(bytes))
  const { storage, mover } = bare.uploads
  const id = await storage.useBucket(bucket, new Secret(provider.secretAccessKey))
  for (const to of [id, 'local']) {
    await mover.start({ to })
    await mover.settled()
    expect(await mover.report()).toMatchObject({ verified: 3, failed: [] })
  }
})

test('files wait on this computer while the bucket’s certificate is not to be trusted, and the owner hears why', async () => {
  const bare = await openBareUploads(newFolder(), { attempts: 1 })
  onTestFinished(() => bare.close())
  const { storage } = bare.uploads
  const id = await storage.useBucket(await bucketBehind(authority.issue()), new Secret(provider.secretAccessKey))
  await storeFile(bare, randomBytes(1000))
  expect(await bare.database.read.selectFrom('blobs').select(['store', 'isSpooled']).execute()).toEqual([
    { store: 'local', isSpooled: 1 },
  ])
  expect(storage.health.of(id)).toMatchObject({ state: 'away', cause: expect.stringContaining('does not know') })
})
