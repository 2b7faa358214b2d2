import type { Readable } from 'node:stream'
import { ApiError, badRequest } from '../api/error.ts'
import type { RequestFacts } from '../api/route.ts'

const largest = 1024 * 1024

/** What another program sent: its text, and whether that is JSON or a form. @throws ApiError where it is too large or not UTF-8 */
export async function readBody(body: Readable, { headers }: RequestFacts): Promise<{ text: string; isJson: boolean }> {
  if (Number(headers['content-length'] ?? 0) > largest) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largest) throw tooLarge()
    chunks.push(chunk)
  }
  return { text: decode(Buffer.concat(chunks)), isJson: /^application\/json\b/i.test(String(headers['content-type'])) }
}

const tooLarge = (): ApiError => new ApiError('REQUEST_TOO_LARGE', 'A webhook takes at most 1 MiB at a time.', 413)

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badRequest('Malformed payload')
  }
}

/** @throws ApiError INVALID_JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('INVALID_JSON', 'Malformed JSON')
  }
}
