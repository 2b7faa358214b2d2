import { expect, test } from 'vitest'
import { bucketFrom } from './bucket.ts'

const described = { bucket: 'ours', accessKeyId: 'AK' }

test('a bucket at a provider that wants its name in the path has it there without being told, for files and backups alike', () => {
  expect(bucketFrom({ ...described, endpoint: 'http://127.0.0.1:9000/' })).toMatchObject({
    endpoint: 'http://127.0.0.1:9000',
    pathStyle: true,
    prefix: '',
  })
  expect(bucketFrom(described)).toMatchObject({ endpoint: null, region: 'us-east-1', pathStyle: false })
})

test.each([
  [{ ...described, accessKeyId: '' }, 'NO_KEY'],
  [{ ...described, endpoint: 's3.example.org' }, 'ENDPOINT'],
  [{ ...described, caFile: '/nowhere/authority.pem' }, 'CA_FILE'],
])('a description that is none is refused by name, as %j is', (options, code) => {
  expect(() => bucketFrom(options)).toThrow(expect.objectContaining({ code }))
})
