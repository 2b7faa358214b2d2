import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { openBareUploads } from '../../../test/support/storage/bare-uploads.ts'
import { type Fault, type FaultProxy, startFaultProxy } from '../../../test/support/storage/fault-proxy.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../../../test/support/storage/radosgw.ts'
import { bucketAt, type S3Server } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'
import { Secret } from '../../config/secrets/secret.ts'
import type { BucketSettings } from '../../config/storage-settings.ts'
import { checkAndUse } from '../storage/use-bucket.ts'
import { S3Store } from '../stores/s3/s3-store.ts'
import { checkBucket, mayUse } from './check-bucket.ts'
import { type Acceptance, acceptances, type CheckOutcome } from './outcome.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

async function check(
  server: S3Server,
  more: Partial<BucketSettings> = {},
  { secret = server.secretAccessKey, accepted = [] as readonly Acceptance[] } = {},
): Promise<CheckOutcome[]> {
  const outcomes: CheckOutcome[] = []
  const settings = bucketAt(server, 'files', more)
  for await (const outcome of checkBucket(settings, new Secret(secret), accepted)) outcomes.push(outcome)
  expect(outcomes.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  return outcomes
}

const troubles = (outcomes: readonly CheckOutcome[]): Record<string, string> =>
  Object.fromEntries(outcomes.filter(({ state }) => state === 'failed').map(({ id, cause }) => [id, cause!]))

describe('a provider that answers 200 and does something else', () => {
  let server: S3Server
  beforeAll(async () => {
    server = await startS3rver(['files'])
  })
  afterAll(() => server.stop())

  test('each of its faults is found and said in plain words', async () => {
    const outcomes = await check(server)
    expect(mayUse(outcomes)).toBe(false)
    expect(troubles(outcomes)).toEqual({
      get: 'A file that was sent in chunks came back with their wrapping in it: 1043 bytes instead of 1000.',
      range: 'Asked for a part of a file (bytes=-5), the provider sent 6 bytes that are not that part.',
      multipart: 'An upload in parts cannot be called off: its parts stay in the bucket.',
      list: 'The bucket cannot be listed page by page.',
      private: expect.stringMatching(/checks no signatures.*Everybody can read the files in this bucket/),
      overwrite: 'The provider overwrote a file although it was told not to.',
      delete: 'An upload that broke off in the middle left a file there.',
    })
    for (const { state, nextStep } of outcomes) if (state === 'failed') expect(nextStep).toMatch(/\.$/)
  })

  test('an owner may accept some of that in so many words, but never a wrong byte', async () => {
    const accepted = Object.keys(acceptances) as Acceptance[]
    const outcomes = await check(server, {}, { accepted })
    expect(Object.keys(troubles(outcomes))).toEqual(['get', 'range'])
    expect(outcomes.filter(({ state }) => state === 'accepted').map(({ id }) => id)).toEqual([
      'multipart',
      'list',
      'private',
      'overwrite',
      'delete',
    ])
    expect(mayUse(outcomes)).toBe(false)
    const partly = await check(server, {}, { accepted: ['signatures'] })
    expect(troubles(partly)).toHaveProperty('private') // it is public besides
  })

  test.each([
    ['a host that does not exist', { endpoint: 'http://no-such-host.invalid' }, 'There is no host called no-such-host.invalid.'],
    ['a port where nobody answers', { endpoint: 'http://127.0.0.1:48' }, '127.0.0.1:48 cannot be reached from this computer.'],
    ['a name that no bucket can have', { bucket: 'Our Files' }, '“Our Files” cannot be a bucket'],
    ['a path in the endpoint', { endpoint: 'http://127.0.0.1:9/files' }, 'The endpoint has a path in it.'],
  ])('%s is said at the first step, and nothing more is tried', async (_, more, cause) => {
    const [first, ...rest] = await check(server, more)
    expect([first!.state, first!.cause]).toEqual(['failed', expect.stringContaining(cause)])
    expect(rest.every(({ state }) => state === 'skipped')).toBe(true)
  })

  test('a bucket in the host of the endpoint is taken out', async () => {
    const [first] = await check(server, { endpoint: 'https://files.s3.eu-central-1.example.com' })
    expect(first).toMatchObject({ state: 'failed', offer: { endpoint: 'https://s3.eu-central-1.example.com' } })
  })

  test('a provider without encryption is named, and allowed', async () => {
    const [first] = await check(server)
    expect(first).toMatchObject({ state: 'passed', cause: expect.stringContaining('unencrypted') })
  })
})

describe.runIf(hasRadosgw)('a provider that does what it says', () => {
  let server: S3Server
  let proxy: FaultProxy
  beforeAll(async () => {
    server = await startRadosgw(['files', 'pictures'])
    proxy = await startFaultProxy(server)
  })
  afterAll(async () => {
    await proxy.stop()
    await server.stop()
  })
  const through = (fault: (method: string, path: string) => Fault, status = (one: number) => one): FaultProxy => {
    proxy.fault = ({ method, path }) => fault(method, path)
    proxy.status = status
    return proxy
  }

  test('everything passes, and nothing is left in the bucket', async () => {
    const outcomes = await check(server, { avatarsBucket: 'pictures', prefix: 'our chat/' })
    expect(troubles(outcomes)).toEqual({})
    expect(mayUse(outcomes)).toBe(true)
    expect(outcomes.at(-1)!.measured!.bytesPerSecondUp).toBeGreaterThan(0)
    const store = new S3Store(
      's3-1',
      bucketAt(server, 'files', { avatarsBucket: 'pictures' }),
      new Secret(server.secretAccessKey),
    )
    for await (const { key } of store.list()) throw new Error(`${key} is still there`)
    store.close()
  })

  test.each([
    ['a wrong secret key', {}, 'wrong', 'The secret key does not belong to the access key.'],
    ['a wrong access key', { accessKeyId: 'NOBODY' }, undefined, 'The provider does not know the access key NOBODY.'],
    ['a bucket that does not exist', { bucket: 'nowhere' }, undefined, 'There is no bucket called nowhere there.'],
    [
      'a storage class it does not have',
      { storageClass: 'ICE' },
      undefined,
      'The provider answered “InvalidArgument” (HTTP 400).',
    ],
  ])('%s is said in plain words', async (_, more, secret, cause) => {
    const outcomes = await check(server, more, { secret })
    expect(troubles(outcomes)).toEqual({ put: cause })
  })

  test('a bucket that is missing can be created, and a region that is wrong mended', async () => {
    const missing = await check(server, { bucket: 'nowhere' })
    expect(missing[2]).toMatchObject({ offer: { createBucket: true } })
    const moved = through((method) =>
      method === 'PUT' ? { status: 301, code: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'eu-west-1' } } : 'none',
    )
    expect((await check(moved))[2]).toMatchObject({
      cause: 'The bucket is in the region eu-west-1, not in default.',
      offer: { region: 'eu-west-1' },
    })
  })

  test('a key that may not remove files is found', async () => {
    const outcomes = await check(through((method) => (method === 'DELETE' ? { status: 403, code: 'AccessDenied' } : 'none')))
    expect(Object.keys(troubles(outcomes))).toEqual(['multipart', 'delete'])
    expect(troubles(outcomes).delete).toBe('The key TESTKEY may not do this in the bucket.')
  })

  test('a key that may not list works, and missing files are told from forbidden ones', async () => {
    const outcomes = await check(
      through(
        (method, path) => (method === 'GET' && path.includes('list-type=2') ? { status: 403, code: 'AccessDenied' } : 'none'),
        (status) => (status === 404 ? 403 : status),
      ),
    )
    expect(troubles(outcomes)).toEqual({})
    expect(outcomes[6]!.offer).toEqual({ hidesMissing: true })
    expect(outcomes[11]!.offer).toEqual({ hidesMissing: true })
  })

  test('a clock that is wrong is found before the signature is', async () => {
    const late = through((method, path) =>
      method === 'GET' && path === '/'
        ? { status: 200, code: '', headers: { date: new Date(Date.now() - 3_600_000).toUTCString() } }
        : 'none',
    )
    expect((await check(late))[1]).toMatchObject({
      state: 'failed',
      cause: expect.stringMatching(/^This computer’s clock is 3[56]\d\d seconds ahead/),
    })
  })

  test('a provider that refuses checksums of its own accord is used without them', async () => {
    proxy.status = (status) => status
    proxy.fault = ({ headers }) =>
      Object.keys(headers).some(
        (name) => name.startsWith('x-amz-checksum') || name.startsWith('x-amz-sdk-checksum') || name === 'x-amz-trailer',
      )
        ? { status: 400, code: 'InvalidArgument' }
        : 'none'
    expect(troubles(await check(proxy))).toEqual({})
  })

  test('what the owner accepts is remembered with the bucket, and what was not asked for is not', async () => {
    const bare = await openBareUploads(newFolder())
    onTestFinished(() => bare.close())
    const { storage } = bare.uploads
    const unlisted = through((method, path) =>
      method === 'GET' && path.includes('list-type=2') ? { status: 400, code: 'NotImplemented' } : 'none',
    )
    const bucket = bucketAt(unlisted, 'files')
    const secret = new Secret(server.secretAccessKey)
    await expect(checkAndUse(storage, bucket, secret, ['public'])).rejects.toThrow(/accept it: listing/)
    const { store } = await checkAndUse(storage, bucket, secret, ['public', 'listing'])
    expect(storage.settings.buckets[store]!.accepted).toEqual(['listing'])
  })

  test('a file that comes back short is found', async () => {
    const short = through((method, path) =>
      method === 'GET' && path.includes('%20') && !path.includes('page') ? 'short body that looks whole' : 'none',
    )
    expect(troubles(await check(short))).toMatchObject({ get: 'A file came back with 500 bytes instead of 1000.' })
  })
})
