import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import S3rver from 's3rver'
import type { S3Server } from './s3-server.ts'
import { answerWhenWritten } from './s3rver-writes.ts'

/**
 * Starts s3rver, the provider from the bad dream: it checks no signature, keeps nothing private, takes no conditions, and
 * answers 200 to much that it does not do.
 */
export async function startS3rver(buckets: readonly string[]): Promise<S3Server> {
  const directory = mkdtempSync(path.join(tmpdir(), 'landline-s3rver-'))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: buckets.map((name) => ({ name, configs: [] })),
  })
  answerWhenWritten(server.store)
  const { port } = (await server.run()) as AddressInfo
  let isRunning = true
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    async stop() {
      if (!isRunning) return
      isRunning = false
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
