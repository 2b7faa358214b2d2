import { csrfToken, NoAnswer, RequestFailed } from './request.ts'

export interface UploadedFile {
  url: string
  filename: string
}

/**
 * Sends a file, telling how much has gone (0 to 1). XMLHttpRequest, because fetch cannot tell.
 * @throws RequestFailed, NoAnswer, or the signal's AbortError
 */
export function uploadFile(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<UploadedFile> {
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
