import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Agent, fetch, type RequestInit, type Response } from 'undici'
import { Secret } from '../../config/secrets/secret.ts'
import type { BucketSettings } from '../../config/storage-settings.ts'
import { s3Client, trusted } from '../stores/s3/client.ts'

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

const impatient = { connect: 5_000, silence: 10_000, attempts: 1 }

/** What the checks do to a bucket: everything under keys of their own, all of it removed in the end. */
export class Probe {
  readonly settings: BucketSettings
  readonly client: S3Client
  readonly #secret: Secret
  readonly #agent: Agent
  readonly #folder = `landline check ${randomBytes(6).toString('hex')}`
  readonly #put = new Map<string, { Bucket: string; Key: string }>()
  readonly #multipart: { Bucket: string; Key: string; UploadId: string }[] = []

  constructor(settings: BucketSettings, secret: Secret) {
    this.settings = settings
    this.#secret = secret
    this.client = s3Client(settings, secret, impatient)
    this.#agent = new Agent({ connect: trusted(settings) })
  }

  get prefix(): string {
    return `${this.settings.prefix}${this.#folder}/`
  }

  place(name: string, bucket = this.settings.bucket): { Bucket: string; Key: string } {
    const place = { Bucket: bucket, Key: this.prefix + name }
    this.#put.set(`${bucket} ${name}`, place)
    return place
  }

  async put(name: string, Body: Buffer, more: Partial<PutObjectCommandInput> = {}): Promise<void> {
    await this.client.send(new PutObjectCommand({ ...this.place(name, more.Bucket), Body, ...more }))
  }

  async get(name: string, more: Partial<GetObjectCommandInput> = {}) {
    const answer = await this.client.send(new GetObjectCommand({ ...this.place(name, more.Bucket), ...more }))
    return { ...answer, content: await buffer(answer.Body as NodeJS.ReadableStream) }
  }

  async remove(name: string, bucket?: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.place(name, bucket)))
  }

  /** As anybody would who knows the address alone, and trusts whom the client trusts. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    return await fetch(url, { ...init, dispatcher: this.#agent })
  }

  /** Remembers an upload in parts that has to be ended. */
  began(upload: { Bucket: string; Key: string; UploadId: string }): void {
    this.#multipart.push(upload)
  }

  async signedUrl(name: string): Promise<string> {
    return await getSignedUrl(this.client, new GetObjectCommand(this.place(name)), { expiresIn: 60 })
  }

  /** The same bucket, spoken to in another way: not in the way Landline does. */
  otherClient(change: 'wrong secret' | 'chunked'): S3Client {
    const wrong = new Secret('A'.repeat(40))
    const client = s3Client(this.settings, change === 'wrong secret' ? wrong : this.#secret, impatient)
    if (change === 'chunked') client.config.requestChecksumCalculation = async () => 'WHEN_SUPPORTED'
    return client
  }

  /** Leaves nothing behind, if the key lets us. */
  async cleanUp(): Promise<void> {
    const leave = [
      ...this.#multipart.map((upload) => this.client.send(new AbortMultipartUploadCommand(upload))),
      ...[...this.#put.values()].map((place) => this.client.send(new DeleteObjectCommand(place))),
    ]
    await Promise.allSettled(leave)
    this.client.destroy()
    await this.#agent.destroy()
  }
}
