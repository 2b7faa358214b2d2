import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { Secret } from '../../../server/config/secrets/secret.ts'
import { S3Store } from '../../../server/uploads/stores/s3/s3-store.ts'

/* A process of its own, so that its memory can be told: sends a large file to a bucket and fetches it again. */

const [settings = '', secret = '', bytes = ''] = process.argv.slice(2)
const store = new S3Store('s3-1', JSON.parse(settings), new Secret(secret))
const piece = randomBytes(64 * 1024)
const size = Number(bytes)

function* pieces(): Iterable<Buffer> {
  for (let sent = 0; sent < size; sent += piece.length) yield piece.subarray(0, Math.min(piece.length, size - sent))
}

const put = await store.put('files/large', Readable.from(pieces()))
const hash = createHash('sha256')
for await (const chunk of await store.get('files/large')) hash.update(chunk as Buffer)
await store.delete('files/large')
store.close()
const isWhole = put.bytes === size && hash.digest().equals(put.sha256)
process.stdout.write(JSON.stringify({ isWhole, maxRssMib: Math.round(process.resourceUsage().maxRSS / 1024) }))
