import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { Secret } from '../../../server/config/secrets/secret.ts'
import { releaseLast } from '../../../server/memory/release.ts'
import { verify } from '../../../server/uploads/storage/exact.ts'
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
await verify(await store.get('files/large'), { key: 'files/large', ...put }, releaseLast) // as the thread does that reads a move back
await store.delete('files/large')
store.close()
const sent = createHash('sha256')
for (const one of pieces()) sent.update(one)
const isWhole = put.bytes === size && put.sha256.equals(sent.digest())
process.stdout.write(JSON.stringify({ isWhole, maxRssMib: Math.round(process.resourceUsage().maxRSS / 1024) }))
