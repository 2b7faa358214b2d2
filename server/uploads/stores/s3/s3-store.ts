import { createHash, subtle } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type MultipartUpload,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Secret } from '../../../config/secrets/secret.ts'
import type { BucketSettings } from '../../../config/storage-settings.ts'
import { Thread } from '../../../threads/thread.ts'
import { BlobDamaged } from '../../storage/exact.ts'
import {
  type BlobFacts,
  BlobMissing,
  type BlobStore,
  type ByteRange,
  checkKey,
  type PresignOptions,
  type PutOptions,
} from '../blob-store.ts'
import { type ClientTimes, s3Client } from './client.ts'
import { inRange } from './in-range.ts'
import type { ReadingData, ReadingTask, Verdict } from './reading-worker.ts'

/** A larger file goes in parts of this size, each of them in memory while it is under way: two at once. */
const partBytes = 8 * 1024 * 1024
const partsAtOnce = 2

/** Node's own `buffer` makes a copy of each piece on its way through a Blob. */
async function whole(body: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of body as AsyncIterable<Buffer>) pieces.push(piece)
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
}

/** The hash that the library would compute once more for its signature. */
function signWith(command: PutObjectCommand, sha256: Buffer): void {
  command.middlewareStack.add(
    (next) => (args) => {
      ;(args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256.toString('hex')
      return next(args)
    },
    { step: 'build', name: 'knownHash' },
  )
}

/** Forbidden for every file, there or not. */
const aboutKey = new Set(['InvalidAccessKeyId', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'RequestTimeTooSkewed'])

/** Files in a bucket, or in two: pictures for everyone may have one of their own. */
export class S3Store implements BlobStore {
  readonly id: string
  readonly settings: BucketSettings
  readonly #client: S3Client
  readonly #reader: Thread<ReadingTask, Verdict>

  constructor(id: string, settings: BucketSettings, secret: Secret, times?: ClientTimes) {
    this.id = id
    this.settings = settings
    this.#client = s3Client(settings, secret, times)
    const workerData: ReadingData = { id, settings, secret: secret.reveal(), times }
    this.#reader = new Thread(import.meta.dirname, 'reading-worker', { workerData })
  }

  async put(key: string, body: Readable, options: PutOptions = {}): Promise<BlobFacts> {
    const { bytes } = options
    if (bytes !== undefined && bytes <= partBytes) return await this.#putAtOnce(key, body, bytes, options)
    return await this.#putInParts(key, body, options)
  }

  async #putAtOnce(
    key: string,
    body: Readable,
    expected: number,
    { contentType, sha256, signal }: PutOptions,
  ): Promise<BlobFacts> {
    const content = await whole(body)
    if (content.length !== expected) throw new Error(`${key} has ${content.length} bytes, not ${expected}`)
    const found = Buffer.from(await subtle.digest('SHA-256', content)) // not on this thread
    if (sha256 && !sha256.equals(found)) return { bytes: content.length, sha256: found } // the caller finds it damaged
    const command = new PutObjectCommand({
      ...this.#place(key),
      Body: content,
      ContentType: contentType ?? 'application/octet-stream',
    })
    signWith(command, found)
    await this.#client.send(command, { abortSignal: signal })
    return { bytes: content.length, sha256: found }
  }

  async #putInParts(key: string, body: Readable, { contentType, signal }: PutOptions): Promise<BlobFacts> {
    const hash = createHash('sha256')
    let bytes = 0
    const hashed = Readable.from(
      (async function* () {
        for await (const chunk of body as AsyncIterable<Buffer>) {
          hash.update(chunk)
          bytes += chunk.length
          yield chunk
        }
      })(),
      { objectMode: false },
    )
    const upload = new Upload({
      client: this.#client,
      params: { ...this.#place(key), Body: hashed, ContentType: contentType ?? 'application/octet-stream' },
      partSize: partBytes,
      queueSize: partsAtOnce,
    })
    const abort = (): void => void upload.abort()
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    try {
      await upload.done()
      return { bytes, sha256: hash.digest() }
    } catch (error) {
      body.destroy()
      throw error
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  async get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`
    try {
      const answer = await this.#client.send(new GetObjectCommand({ ...this.#place(key), Range }), { abortSignal: signal })
      return range ? inRange(answer, range, key) : (answer.Body as Readable)
    } catch (error) {
      throw this.#isMissing(error) ? new BlobMissing(key, { cause: error }) : error
    }
  }

  async verify(blob: BlobFacts & { readonly key: string }, signal?: AbortSignal): Promise<void> {
    const { key, bytes, sha256 } = blob
    const { missing, damaged } = await this.#reader.run({ key, bytes, sha256 }, signal)
    if (missing) throw new BlobMissing(key)
    if (damaged !== undefined) throw new BlobDamaged(key, damaged)
  }

  async head(key: string): Promise<{ bytes: number } | undefined> {
    try {
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(this.#place(key)))
      return { bytes: ContentLength ?? 0 }
    } catch (error) {
      if (this.#isMissing(error)) return undefined
      throw error
    }
  }

  async abandon(key: string): Promise<void> {
    const { Bucket, Key } = this.#place(key)
    for (const upload of await this.#unfinished(Bucket, Key)) {
      await this.#client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: upload.UploadId }))
    }
  }

  async delete(key: string): Promise<void> {
    try {
      await this.#client.send(new DeleteObjectCommand(this.#place(key)))
    } catch (error) {
      if (!this.#isMissing(error)) throw error // AWS deletes twice without complaint, others do not
    }
  }

  async *list(prefix = ''): AsyncIterable<{ key: string; bytes: number }> {
    const { bucket, avatarsBucket } = this.settings
    for (const one of avatarsBucket === null ? [bucket] : [bucket, avatarsBucket]) yield* this.#listBucket(one, prefix)
  }

  async presign(key: string, { seconds, contentType, contentDisposition }: PresignOptions): Promise<string> {
    const command = new GetObjectCommand({
      ...this.#place(key),
      ResponseContentType: contentType,
      ResponseContentDisposition: contentDisposition,
      ResponseCacheControl: `private, max-age=${seconds}`,
    })
    return await getSignedUrl(this.#client, command, { expiresIn: seconds })
  }

  /** Lets go of its connections. */
  close(): void {
    this.#client.destroy()
    void this.#reader.close()
  }

  /** Parts of a file whose upload was neither completed nor called off: providers charge for them. */
  async #unfinished(Bucket: string, Key: string): Promise<MultipartUpload[]> {
    try {
      const { Uploads = [] } = await this.#client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))
      return Uploads.filter((one) => one.Key === Key)
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
      if (status === 403 || status === 404 || status === 405 || status === 501) return [] // it may not be told, or knows no list
      throw error
    }
  }

  async *#listBucket(bucket: string, prefix: string): AsyncIterable<{ key: string; bytes: number }> {
    let token: string | undefined
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: this.settings.prefix + prefix,
          ContinuationToken: token,
          EncodingType: 'url', // XML cannot carry every character that a key may have
        }),
      )
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        const key = page.EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key
        yield { key: key.slice(this.settings.prefix.length), bytes: Size }
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (token)
  }

  #place(key: string): { Bucket: string; Key: string } {
    checkKey(key)
    const { bucket, avatarsBucket, prefix } = this.settings
    return { Bucket: avatarsBucket !== null && key.startsWith('avatars/') ? avatarsBucket : bucket, Key: prefix + key }
  }

  #isMissing(error: unknown): boolean {
    if (!(error instanceof S3ServiceException) || error.name === 'NoSuchBucket') return false
    const status = error.$metadata.httpStatusCode
    if (error.name === 'NoSuchKey' || status === 404) return true
    return status === 403 && this.settings.hidesMissing && !aboutKey.has(error.name)
  }
}
