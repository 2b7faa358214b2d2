import { create as contentDisposition } from 'content-disposition'
import { ApiError } from '../api/error.ts'
import { Reply, redirectTo } from '../api/reply.ts'
import type { RequestFacts } from '../api/route.ts'
import type { Blob } from './blob-queries.ts'
import { maySeeInline } from './content-type.ts'
import type { FileLibrary } from './file-library.ts'
import { BlobMissing, type ByteRange } from './stores/blob-store.ts'

export const fileNotFound = (): ApiError => new ApiError('NOT_FOUND', 'File not found.', 404)

/** The file has a row and no bytes: somebody took them from the folder or the bucket. */
const fileLost = (): ApiError =>
  new ApiError('NOT_FOUND', 'This file is missing from where it was stored. Ask the owner to look at Storage.', 404)

export interface Showing {
  readonly filename: string
  /** Save it, even if it is of a kind that browsers show. */
  readonly asDownload?: boolean
  readonly cacheControl: string
}

/** Under one address there are always the same bytes. */
export const cachePrivately = 'private, max-age=31536000, immutable'
export const cachePublicly = 'public, max-age=31536000, immutable'

/** Answers a request for a stored file: all of it, a part (RFC 9110, 14.2), or that the client has it already. */
export async function serveBlob(files: FileLibrary, blob: Blob, request: RequestFacts, showing: Showing): Promise<Reply> {
  const etag = `"${blob.sha256.toString('base64url')}"`
  const headers: Record<string, string> = { ...headersOf(blob, showing), etag }
  if (matches(header(request, 'if-none-match'), etag)) return new Reply(304, headers)
  const range = rangeOf(request, etag, blob.bytes)
  if (range === 'unsatisfiable') return new Reply(416, { ...headers, 'content-range': `bytes */${blob.bytes}` })
  const full = { ...headers, 'content-length': String(range ? range.end - range.start + 1 : blob.bytes) }
  const status = range ? 206 : 200
  const answer = range ? { ...full, 'content-range': `bytes ${range.start}-${range.end}/${blob.bytes}` } : full
  if (request.method === 'HEAD') return new Reply(status, answer)
  const elsewhere = mayLeave(request) && (await files.presign(blob, headers['content-disposition']!))
  if (elsewhere) return redirectTo(elsewhere)
  if (blob.bytes === 0) return new Reply(status, answer, Buffer.alloc(0))
  return new Reply(status, answer, await open(files, blob, range))
}

/**
 * Whether the client may be sent to another host. Pictures and sounds within our pages may not: their policy lets them load
 * from here alone. Browsers say what they fetch for; other clients follow.
 */
const mayLeave = (request: RequestFacts): boolean => {
  const purpose = header(request, 'sec-fetch-dest')
  return purpose === undefined || purpose === 'document'
}

async function open(files: FileLibrary, blob: Blob, range: ByteRange | undefined) {
  try {
    return await files.read(blob, range)
  } catch (error) {
    throw error instanceof BlobMissing ? fileLost() : error
  }
}

function headersOf({ contentType }: Blob, { filename, asDownload, cacheControl }: Showing): Record<string, string> {
  const isInline = !asDownload && maySeeInline(contentType)
  return {
    'content-type': contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType,
    'content-disposition': contentDisposition(filename, { type: isInline ? 'inline' : 'attachment' }),
    'accept-ranges': 'bytes',
    'cache-control': cacheControl,
    'content-security-policy': isInline && contentType === 'application/pdf' ? forPdf : sandbox,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  }
}

/** Whatever a file holds, it runs nothing and loads nothing. */
const sandbox = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'none'; sandbox"

/** Chromium shows no PDF in a sandbox; its viewer runs no scripts of the page. */
const forPdf = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"

function header({ headers }: RequestFacts, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))

/** One range; a request for several gets all of the file, as RFC 9110 allows. */
function rangeOf(request: RequestFacts, etag: string, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  const asked = header(request, 'range')
  const ifRange = header(request, 'if-range')
  if (!asked || (ifRange !== undefined && ifRange !== etag)) return undefined
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(asked.replaceAll(' ', '')) ?? []
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from)
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  if (from !== '' && to !== '' && Number(to) < start) return undefined
  return start < bytes && !(from === '' && Number(to) === 0) ? { start, end } : 'unsatisfiable'
}
