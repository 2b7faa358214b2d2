import { afterAll, beforeAll, describe } from 'vitest'
import { describeBlobStore } from '../../../../test/support/storage/conformance.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../../../../test/support/storage/radosgw.ts'
import { bucketAt, type S3Server } from '../../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../../test/support/storage/s3rver.ts'
import { Secret } from '../../../config/secrets/secret.ts'
import { S3Store } from './s3-store.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

type Start = (buckets: readonly string[]) => Promise<S3Server>

function describeServer(name: string, start: Start, { longestName = 255, manyFiles = 1100 } = {}): void {
  describe(name, () => {
    let server: S3Server
    let one: S3Store
    let two: S3Store
    beforeAll(async () => {
      server = await start(['files', 'uploads', 'pictures'])
      const secret = new Secret(server.secretAccessKey)
      one = new S3Store('s3-1', bucketAt(server, 'files', { prefix: 'our chat/' }), secret)
      two = new S3Store('s3-2', bucketAt(server, 'uploads', { avatarsBucket: 'pictures' }), secret)
    })
    afterAll(async () => {
      one.close()
      two.close()
      await server.stop()
    })

    describeBlobStore('one bucket with a prefix', () => one, { longestName, manyFiles })
    describeBlobStore('two buckets', () => two, { manyFiles: 20, large: 9 * 1024 * 1024, longestName })
  })
}

// Its file names are its keys and a little more; it cannot list past one page on a Node of today.
describeServer('s3rver', startS3rver, { longestName: 230, manyFiles: 300 })
describe.runIf(hasRadosgw)('where Ceph is installed', () => describeServer('Ceph', startRadosgw))
