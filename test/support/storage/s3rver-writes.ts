import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { S3rverStore, S3rverWritten } from 's3rver'

/**
 * Makes s3rver answer when what it was sent is in the file. By itself it answers when it has read the request, so that a
 * request that follows at once can find an empty file: no provider does that, and which test it hits is chance.
 */
export function answerWhenWritten(store: S3rverStore): void {
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const written = await write(content, store.getResourcePath(bucket, key, 'object'))
    await store.putMetadata(bucket, key, metadata, written.md5)
    return written
  }
  store.putPart = async (bucket, uploadId, partNumber, content) => {
    const file = path.join(store.getResourcePath(bucket, undefined, 'uploads'), uploadId, String(partNumber))
    const written = await write(content, file)
    await writeFile(`${file}.md5`, written.md5)
    return written
  }
}

async function write(content: NodeJS.ReadableStream | Buffer, file: string): Promise<S3rverWritten> {
  await mkdir(path.dirname(file), { recursive: true })
  const hash = createHash('md5')
  let size = 0
  const counted = async function* (chunks: AsyncIterable<string | Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      size += chunk.length
      yield chunk
    }
  }
  await pipeline(Readable.from(Buffer.isBuffer(content) ? [content] : content), counted, createWriteStream(file))
  return { size, md5: hash.digest('hex') }
}
