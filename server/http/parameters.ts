import type { IncomingMessage } from 'node:http'
import { ApiError, badRequest } from '../api/error.ts'
import { type Body, bodyTooLarge, type RawParameters } from './body.ts'
import { readMultipart } from './multipart.ts'

const ordinaryLimit = 1024 * 1024

/** Reads `a=1&b=%C3%A9`. @throws ApiError where the text is not UTF-8 */
export function readUrlencoded(text: string): RawParameters {
  const parameters: RawParameters = Object.create(null)
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
    parameters[decode(name)] = decode(value)
  }
  return parameters
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badRequest('Malformed parameters: they must be percent-encoded UTF-8')
  }
}

/**
 * Reads a request's body, whatever its method: official clients put parameters of PATCH and DELETE there, and
 * zulip-js sends every POST as multipart.
 */
export async function readBody(request: IncomingMessage, wantsFile: boolean, limit = ordinaryLimit): Promise<Body> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'multipart/form-data') return readMultipart(request, wantsFile, limit)
  if (Number(request.headers['content-length']) === 0) return { parameters: {}, file: undefined }
  if (!('content-length' in request.headers) && !('transfer-encoding' in request.headers))
    return { parameters: {}, file: undefined }
  const text = decodeUtf8(await readBytes(request, limit))
  return { parameters: type === 'application/json' ? readJson(text) : readUrlencoded(text), file: undefined }
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > limit) throw bodyTooLarge(limit)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw bodyTooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw badRequest('Malformed request: its text is not valid UTF-8')
  }
}

function readJson(text: string): RawParameters {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ApiError('INVALID_JSON', 'Malformed JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError('INVALID_JSON', 'Malformed JSON: the body must be an object with a field for each parameter')
  }
  return value as RawParameters
}
