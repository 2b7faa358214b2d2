import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../support/storage/radosgw.ts'
import { bucketAt } from '../support/storage/s3-server.ts'
import { startS3rver } from '../support/storage/s3rver.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

/** `npm run test:storage` sends 5 GB, which the gateway must hold in memory. */
const mebibytes = import.meta.env.MODE === 'storage' && hasRadosgw ? 5 * 1024 : 250
/** What is thrown away is collected late on a busy computer; a file that is held as a whole takes far more all the same. */
const mostMib = 260

/** As in the npm scripts, and where the desktop app starts the server. */
const asServerStarts = ['--max-semi-space-size=4', '--heap-growing-percent=60']

test(`${mebibytes} MiB go to a bucket and come back in less than ${mostMib} MiB of memory`, async () => {
  const server = await (hasRadosgw ? startRadosgw(['files']) : startS3rver(['files']))
  onTestFinished(() => server.stop())
  const program = new URL('../support/storage/large-file.ts', import.meta.url).pathname
  const about = [JSON.stringify(bucketAt(server, 'files')), server.secretAccessKey, String(mebibytes * 1024 * 1024)]
  const { stdout } = await promisify(execFile)(process.execPath, [...asServerStarts, program, ...about])
  const { isWhole, maxRssMib } = JSON.parse(stdout)
  expect(isWhole).toBe(true)
  expect(maxRssMib).toBeLessThan(mostMib)
})
