import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { badRequest } from '../api/error.ts'
import { type Body, bodyTooLarge, type RawParameters } from './body.ts'

const mostFields = 200

/**
 * Reads a multipart body. Where a file is wanted, resolves as soon as the first one begins, with its bytes as a stream;
 * else it reads to the end and passes over files.
 */
export function readMultipart(request: IncomingMessage, wantsFile: boolean, limit: number): Promise<Body> {
  if (!wantsFile && Number(request.headers['content-length']) > limit) return Promise.reject(bodyTooLarge(limit))
  return new Promise((resolve, reject) => {
    const parameters: RawParameters = Object.create(null)
    const parser = parserFor(request, limit)
    let hasFile = false
    let hasParts = false

    const fail = (error: Error): void => {
      request.unpipe(parser)
      reject(error)
    }
    parser.on('field', (name, value, _nameCut, isCut) => {
      hasParts = true
      if (isCut) fail(bodyTooLarge(limit))
      else parameters[name] = value
    })
    parser.on('file', (_field, stream, filename, _encoding, contentType) => {
      hasParts = true
      if (!wantsFile || hasFile) return void stream.resume()
      hasFile = true
      endWithRequest(request, stream)
      resolve({ parameters, file: { filename: filename || 'file', contentType, stream } })
    })
    parser.on('fieldsLimit', () => fail(badRequest(`A request may have ${mostFields} fields at the most`)))
    parser.on('finish', () => resolve({ parameters, file: undefined }))
    parser.on('error', () => {
      // A form without fields is a closing boundary alone: zulip-js sends that, and the parser misses a beginning.
      if (hasParts) fail(badRequest('Malformed multipart body'))
      else resolve({ parameters, file: undefined })
    })
    request.on('error', () => fail(badRequest('The request ended in the middle of its body')))
    request.pipe(parser)
  })
}

function parserFor(request: IncomingMessage, limit: number): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fieldSize: limit, fields: mostFields, parts: mostFields + 10 },
    })
  } catch {
    throw badRequest('Malformed multipart body: its Content-Type names no boundary')
  }
}

/** A sender who goes away in the middle must not leave a reader waiting, nor a short file that looks whole. */
function endWithRequest(request: IncomingMessage, stream: Readable): void {
  const cut = (): void => {
    if (!stream.readableEnded) stream.destroy(new Error('The sender went away in the middle of the file'))
  }
  request.on('aborted', cut)
  request.on('error', cut)
}
