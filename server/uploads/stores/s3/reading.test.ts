import { expect, onTestFinished, test } from 'vitest'
import { startFaultProxy } from '../../../../test/support/storage/fault-proxy.ts'
import { bucketAt } from '../../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../../test/support/storage/s3rver.ts'
import { Secret } from '../../../config/secrets/secret.ts'
import { explain } from './explain.ts'
import { S3Store } from './s3-store.ts'

test('whoever has files read back in a thread hears from it in which region the bucket is', async () => {
  const provider = await startS3rver(['files'])
  onTestFinished(() => provider.stop())
  const moved = await startFaultProxy(provider)
  onTestFinished(() => moved.stop())
  moved.fault = () => ({ status: 301, code: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'eu-west-1' } })
  const settings = bucketAt(moved, 'files')
  const store = new S3Store('s3-1', settings, new Secret(moved.secretAccessKey))
  onTestFinished(() => store.close())

  const read = store.verify({ key: 'photo', bytes: 1, sha256: Buffer.alloc(32) })

  const error = await read.catch((cause: unknown) => cause)
  expect(explain(error, settings)).toMatchObject({ offer: { region: 'eu-west-1' } })
})
