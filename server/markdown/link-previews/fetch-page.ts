import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { guardedLookup } from './public-addresses.ts'

const mostRedirects = 3
const mostBytes = 512 * 1024

export interface Page {
  readonly html: string
  /** Where it was in the end. */
  readonly url: string
}

/**
 * A web page, as far as half a megabyte. Undefined for whatever else is at the address.
 * @throws when the address, or one that it leads on to, is not allowed or cannot be reached
 */
export async function fetchPage(
  address: string,
  isAllowed: (address: string) => boolean,
  signal: AbortSignal,
): Promise<Page | undefined> {
  let url = new URL(address)
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await get(url, isAllowed, signal)
    const location = response.headers.location
    if (response.statusCode! >= 300 && response.statusCode! < 400 && location && URL.canParse(location, url)) {
      response.destroy()
      url = new URL(location, url)
      continue
    }
    if (response.statusCode === 200 && isPage(response)) return { html: await read(response), url: url.href }
    response.destroy()
    return undefined
  }
  return undefined
}

/** One request, without cookies or anything else of ours. Addresses are checked as the connection is made; written ones here. */
function get(url: URL, isAllowed: (address: string) => boolean, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`${url.protocol} is not the web`)
  if (isIP(host) && !isAllowed(host)) throw new Error(`${host} is not on the public Internet`)
  const headers = {
    accept: 'text/html,application/xhtml+xml',
    'accept-encoding': 'identity',
    'user-agent': 'Landline link preview',
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const options = { headers, signal, lookup: guardedLookup(isAllowed), agent: false, maxHeaderSize: 16 * 1024 }
    request(new URL(url.pathname + url.search, url), options)
      .once('response', resolve)
      .once('error', reject)
      .end()
  })
}

const isPage = ({ headers }: IncomingMessage): boolean =>
  /^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers['content-type'] ?? '') &&
  (headers['content-encoding'] ?? 'identity') === 'identity'

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= mostBytes) break // leaving the loop ends the response
  }
  const bytes = Buffer.concat(chunks).subarray(0, mostBytes)
  return decoderFor(response, bytes).decode(bytes)
}

/** The encoding that the headers name, or the page itself in its first bytes. */
function decoderFor({ headers }: IncomingMessage, bytes: Buffer): TextDecoder {
  const named = /charset=["']?([\w-]+)/i.exec(`${headers['content-type']} ${bytes.subarray(0, 1024).toString('latin1')}`)?.[1]
  try {
    return new TextDecoder(named)
  } catch {
    return new TextDecoder() // a name that nobody knows
  }
}
