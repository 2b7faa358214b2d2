import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { LRUCache } from 'lru-cache'
import { type Agent, request } from 'undici'
import { Secret } from '../../config/secrets/secret.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import { imageTypeOf } from '../images/inspect.ts'
import { mebibyte } from '../limits.ts'
import { DiskCache } from '../storage/disk-cache.ts'
import { guardedAgent, isPublicAddress, type MayConnect } from './public-only.ts'

const secretName = 'external-images'
const cacheBytes = 128 * mebibyte
const largest = 10 * mebibyte
const mostRedirects = 4
/** Milliseconds for all of it, redirects included. */
const patience = 10_000
/** How long a picture that could not be had is not asked for again, in milliseconds. */
const rest = 5 * 60_000

export interface ExternalImagesOptions {
  readonly secrets: SecretStore
  readonly folder: string
  /** Whom we may connect to; the internet unless a test says otherwise. */
  readonly mayConnect?: MayConnect
}

export interface ExternalImage {
  readonly contentType: string
  readonly content: Buffer
}

/**
 * Pictures from elsewhere that messages show, fetched by this server: readers do not tell the other site who they are, and an
 * HTTPS page loads no HTTP picture. Only addresses that a message of ours has are fetched: each is signed.
 */
export class ExternalImages {
  readonly #key: Secret
  readonly #cache: DiskCache
  readonly #agent: Agent
  readonly #failed = new LRUCache<string, true>({ max: 1000, ttl: rest })

  private constructor(key: Secret, cache: DiskCache, agent: Agent) {
    this.#key = key
    this.#cache = cache
    this.#agent = agent
  }

  static async open({ secrets, folder, mayConnect = isPublicAddress }: ExternalImagesOptions): Promise<ExternalImages> {
    const cache = await DiskCache.open(folder, cacheBytes)
    return new ExternalImages(await keyFrom(secrets), cache, guardedAgent(mayConnect, patience))
  }

  /** Where a message shows a picture from elsewhere. */
  readonly addressOf = (url: string): string =>
    `/external_content/${this.#sign(url).toString('hex')}/${Buffer.from(url).toString('hex')}`

  /** The picture behind the parts of such an address; undefined for an address that is not ours, and what is no picture. */
  async find(digest: string, hexUrl: string): Promise<ExternalImage | undefined> {
    const url = Buffer.from(hexUrl, 'hex').toString()
    const given = Buffer.from(digest, 'hex')
    const right = this.#sign(url)
    if (given.length !== right.length || !timingSafeEqual(given, right) || this.#failed.has(url)) return undefined
    try {
      const name = createHash('sha256').update(url).digest('hex')
      const content = await buffer(
        await this.#cache.read(
          name,
          undefined,
          () => this.#fetch(url),
          () => {},
        ),
      )
      return { content, contentType: imageTypeOf(content.subarray(0, 16))! }
    } catch {
      this.#failed.set(url, true)
      return undefined
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  /** @throws Error unless a picture of bearable size comes in time */
  async #fetch(first: string): Promise<Readable> {
    const signal = AbortSignal.timeout(patience)
    for (let url = first, hops = 0; hops <= mostRedirects; hops++) {
      if (!/^https?:$/.test(new URL(url).protocol)) throw new Error('Neither http nor https')
      const { statusCode, headers, body } = await request(url, {
        dispatcher: this.#agent,
        signal,
        headers: { accept: 'image/*', 'user-agent': 'Landline (image proxy)' },
      })
      const { location } = headers
      if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
        await body.dump()
        url = new URL(location, url).href
        continue
      }
      if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`)
      return Readable.from([await picture(body)])
    }
    throw new Error('Too many redirects')
  }

  #sign(url: string): Buffer {
    return createHmac('sha256', this.#key.reveal()).update(url).digest().subarray(0, 20)
  }
}

/** Messages keep signed addresses for ever, so the key must stay the same. */
async function keyFrom(secrets: SecretStore): Promise<Secret> {
  const stored = await secrets.get(secretName)
  if (stored) return stored
  const key = new Secret(randomBytes(32).toString('hex'))
  await secrets.set(secretName, key)
  return key
}

async function picture(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > largest) throw new Error('Too large')
    chunks.push(chunk)
  }
  const content = Buffer.concat(chunks)
  if (!imageTypeOf(content.subarray(0, 16))) throw new Error('No picture')
  return content
}
