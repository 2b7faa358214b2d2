import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
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
import { callOffUnfinished } from './call-off.ts'
import { type ClientTimes, s3Client } from './client.ts'
import { DirectRequests } from './direct-requests.ts'
import { inRange } from './in-range.ts'
import type { ReadingData, ReadingTask, Verdict } from './reading-worker.ts'
import { send } from './send.ts'
import type { Place } from './send-in-parts.ts'

/** Forbidden for every file, there or not. */
const aboutKey = new Set(['InvalidAccessKeyId', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'RequestTimeTooSkewed'])

/** Files in a bucket, or in two: pictures for everyone may have one of their own. */
export class S3Store implements BlobStore {
  readonly id: string
  readonly settings: BucketSettings
  readonly #client: S3Client
  readonly #direct: DirectRequests
  readonly #reader: Thread<ReadingTask, Verdict>

  constructor(id: string, settings: BucketSettings, secret: Secret, times?: ClientTimes) {
    this.id = id
    this.settings = settings
    this.#client = s3Client(settings, secret, times)
    this.#direct = new DirectRequests(this.#client, settings.storageClass)
    const workerData: ReadingData = { id, settings, secret: secret.reveal(), times }
    this.#reader = new Thread(import.meta.dirname, 'reading-worker', { workerData })
  }

  async put(key: string, body: Readable, options: PutOptions = {}): Promise<BlobFacts> {
    return await send({ client: this.#client, direct: this.#direct }, this.#place(key), body, options)
  }

  async get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const whole = range ? undefined : await this.#direct.get(this.#place(key), signal)
    if (whole) return whole
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
    await callOffUnfinished(this.#client, this.#place(key))
  }

  async delete(key: string): Promise<void> {
    try {
      await this.#client.send(new DeleteObjectCommand(this.#place(key)))
    } catch (error) {
      if (isNotFound(error)) return // AWS deletes twice without complaint, others do not
      throw Object.assign(error as Error, { while: 'removing' as const })
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

  #place(key: string): Place {
    checkKey(key)
    const { bucket, avatarsBucket, prefix } = this.settings
    return { Bucket: avatarsBucket !== null && key.startsWith('avatars/') ? avatarsBucket : bucket, Key: prefix + key }
  }

  #isMissing(error: unknown): boolean {
    if (isNotFound(error)) return true
    if (!(error instanceof S3ServiceException) || aboutKey.has(error.name)) return false
    return error.$metadata.httpStatusCode === 403 && this.settings.hidesMissing
  }
}

function isNotFound(error: unknown): boolean {
  if (!(error instanceof S3ServiceException) || error.name === 'NoSuchBucket') return false
  return error.name === 'NoSuchKey' || error.$metadata.httpStatusCode === 404
}
