import { DetailedError, type HttpResponse, Upload } from 'tus-js-client'
import { csrfToken, NoAnswer, RequestFailed } from './request.ts'
import type { UploadedFile } from './uploads.ts'

/** Proxies that take no long bodies let pieces of this size through, and a broken line costs no more than one. */
const pieceBytes = 4 * 1024 * 1024
const againMs = 3_000
/** Somebody else holds it for a moment, we asked too often, or a proxy did not reach the server. */
const worthAnotherTry = new Set([409, 423, 429, 502, 503, 504])

/**
 * Sends a file in pieces and goes on where it stood: after a lost line by itself, and after a reload when the same file is
 * given again. It gives up only if the server refuses.
 * @throws RequestFailed, or the signal's AbortError
 * @see https://tus.io/protocols/resumable-upload
 */
export async function uploadInPieces(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const upload = new Upload(file, {
    endpoint: `${location.origin}/json/tus`,
    metadata: { filename: file.name || 'image.png', filetype: file.type },
    chunkSize: pieceBytes,
    retryDelays: null, // after a few it would give up; we do not
    removeFingerprintOnSuccess: true,
    onBeforeRequest: (request) => request.setHeader('X-CSRFToken', csrfToken()),
    onProgress: (sent, total) => onProgress(total > 0 ? sent / total : 0),
  })
  const [before] = await upload.findPreviousUploads()
  if (before) upload.resumeFromPreviousUpload(before)
  for (;;) {
    try {
      const answer = (await run(upload, signal)).getBody()
      if (answer) return uploadedFile(answer, file)
      upload.url = null // all of it was there, and the server did not get to keep it: from the start
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error
      await lineBack()
    }
  }
}

function run(upload: Upload, signal: AbortSignal): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      upload.abort(true).catch(() => {}) // the server forgets it within a day anyway
      reject(new DOMException('The upload was cancelled.', 'AbortError'))
    }
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    upload.options.onSuccess = ({ lastResponse }) => resolve(lastResponse)
    upload.options.onError = (error) => reject(asOurs(error))
    upload.start()
  })
}

function asOurs(error: Error | DetailedError): Error {
  if (!(error instanceof DetailedError)) return error
  const response = error.originalResponse
  return response?.getStatus() ? new RequestFailed(response.getStatus(), bodyOf(response)) : new NoAnswer({ cause: error })
}

/** The protocol's own errors are sentences, ours are JSON. */
function bodyOf(response: HttpResponse): Record<string, unknown> {
  const text = response.getBody()
  try {
    return JSON.parse(text)
  } catch {
    return { msg: text.trim() }
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof RequestFailed && worthAnotherTry.has(error.status))
}

/** Ends when the browser says that the line is back, or after a while: it does not know of every line. */
function lineBack(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      removeEventListener('online', done)
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, againMs)
    addEventListener('online', done)
  })
}

function uploadedFile(answer: string, file: File): UploadedFile {
  const { url, filename } = JSON.parse(answer)
  return { url, filename: filename ?? file.name }
}
