import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { startFaultProxy } from '../../../../test/support/storage/fault-proxy.ts'
import { bucketAt } from '../../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../../test/support/storage/s3rver.ts'
import { Secret } from '../../../config/secrets/secret.ts'
import { S3Store } from './s3-store.ts'

test('files go to the storage class that the owner named, small and large ones alike', async () => {
  const provider = await startS3rver(['files'])
  const proxy = await startFaultProxy(provider)
  onTestFinished(async () => {
    await proxy.stop()
    await provider.stop()
  })
  const heard: string[] = []
  proxy.fault = ({ method, path, headers }) => {
    const storageClass = headers['x-amz-storage-class']
    if (storageClass) heard.push(`${method} ${path.replace(/^.*\/(\w+)\??.*$/, '$1')} ${storageClass}`)
    return 'none'
  }
  const store = new S3Store('s3-1', bucketAt(proxy, 'files', { storageClass: 'STANDARD_IA' }), new Secret('S3RVER'))
  onTestFinished(() => store.close())

  await store.put('small', Readable.from([Buffer.alloc(10)]), { bytes: 10 })
  await store.put('large', Readable.from([Buffer.alloc(9 * 2 ** 20)]), { bytes: 9 * 2 ** 20 })
  await store.head('small')
  await store.delete('small')
  expect(heard).toEqual(['PUT small STANDARD_IA', 'POST large STANDARD_IA'])
})
