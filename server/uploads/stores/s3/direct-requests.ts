import type { Readable } from 'node:stream'
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getEndpointFromInstructions } from '@smithy/core/endpoints'
import { escapeUriPath, HttpRequest, type HttpResponse } from '@smithy/core/protocols'
import type { AuthScheme, RequestSigner } from '@smithy/types'
import type { Place } from './send-in-parts.ts'

interface Address {
  readonly url: URL
  readonly signer: RequestSigner
}

type What = Pick<HttpRequest, 'method' | 'headers' | 'body'>

interface SmallFile {
  readonly content: Buffer
  readonly contentType: string
  readonly sha256: Buffer
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks a provider with the library's own addresses, signatures and connections, and without the many steps in between, which take
 * more of the processor than 256 KiB do. For what is done to each file and nearly always succeeds; where it does not, the library
 * is to be asked the same: it tries again and says what is wrong.
 */
export class DirectRequests {
  readonly #client: S3Client
  readonly #storageClass: string | undefined
  readonly #addresses = new Map<string, Promise<Address>>()

  constructor(client: S3Client, storageClass: string | undefined) {
    this.#client = client
    this.#storageClass = storageClass
  }

  /** @returns whether the provider has taken it; it compares the hash. @throws the signal’s reason */
  async put(place: Place, { content, contentType, sha256, signal }: SmallFile): Promise<boolean> {
    const headers = {
      'content-type': contentType,
      'content-length': String(content.length),
      'x-amz-content-sha256': sha256.toString('hex'),
      ...(this.#storageClass && { 'x-amz-storage-class': this.#storageClass }),
    }
    const answer = await this.#ask(place, { method: 'PUT', headers, body: content }, signal)
    answer?.body.resume()
    return answer !== undefined
  }

  /** All of a file; undefined where that did not work. @throws the signal’s reason */
  async get(place: Place, signal?: AbortSignal): Promise<Readable | undefined> {
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    return (await this.#ask(place, { method: 'GET', headers }, signal))?.body
  }

  /** @returns the answer, if it is 200 */
  async #ask(place: Place, what: What, abortSignal: AbortSignal | undefined): Promise<HttpResponse | undefined> {
    try {
      const request = await this.#signed(place, what)
      const { response } = await this.#client.config.requestHandler.handle(request, { abortSignal })
      if (response.statusCode === 200) return response
      response.body.destroy()
    } catch {
      abortSignal?.throwIfAborted() // anything else the library meets, too
    }
    return undefined
  }

  async #signed({ Bucket, Key }: Place, what: What): Promise<HttpRequest> {
    const { url, signer } = await this.#addressOf(Bucket)
    const request = new HttpRequest({
      ...what,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port && { port: Number(url.port) }),
      path: `${url.pathname.replace(/\/$/, '')}/${escapeUriPath(Key)}`,
      headers: { ...what.headers, host: url.host },
    })
    const signingDate = new Date(Date.now() + this.#client.config.systemClockOffset) // which the library has learnt
    const signed = (await signer.sign(request, { signingDate })) as HttpRequest
    signed.headers['accept-encoding'] = 'identity' // unsigned, as in what the library sends
    return signed
  }

  #addressOf(bucket: string): Promise<Address> {
    const address = this.#addresses.get(bucket) ?? this.#findAddress(bucket)
    this.#addresses.set(bucket, address)
    return address
  }

  async #findAddress(Bucket: string): Promise<Address> {
    const { config } = this.#client
    const { url, properties } = await getEndpointFromInstructions({ Bucket, Key: 'any' }, GetObjectCommand, config)
    const { authSchemes } = properties as { authSchemes: AuthScheme[] }
    return { url, signer: await config.signer(authSchemes[0]) }
  }
}
