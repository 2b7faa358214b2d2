import { csrfToken, NoAnswer, RequestFailed } from './request.ts'

export interface UploadedFile {
  url: string
  filename: string
}

type Progress = (share: number) => void

/** Larger ones go in pieces. */
const mostBytesAtOnce = 5 * 1024 * 1024

/**
 * Sends a file, telling how much has gone (0 to 1). A large one survives a lost line.
 * @throws RequestFailed, NoAnswer, or the signal's AbortError
 */
export async function uploadFile(file: File, onProgress: Progress, signal: AbortSignal): Promise<UploadedFile> {
  if (file.size <= mostBytesAtOnce) return uploadAtOnce(file, onProgress, signal)
  const { uploadInPieces } = await import('./resumable-upload.ts')
  return uploadInPieces(file, onProgress, signal)
}

/** XMLHttpRequest, because fetch cannot tell how much has gone. */
function uploadAtOnce(file: File, onProgress: Progress, signal: AbortSignal): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', '/json/user_uploads')
    sending.setRequestHeader('X-CSRFToken', csrfToken())
    sending.responseType = 'json'
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    sending.onload = () => {
      const body = sending.response ?? {}
      if (sending.status >= 400) reject(new RequestFailed(sending.status, body))
      else resolve({ url: body.url ?? body.uri, filename: body.filename ?? file.name })
    }
    sending.onerror = () => reject(new NoAnswer())
    sending.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'))
    signal.addEventListener('abort', () => sending.abort())
    const form = new FormData()
    form.append('file', file)
    sending.send(form)
  })
}
