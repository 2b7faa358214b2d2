import mime from 'mime-types'

/** Shown in the browser instead of saved: what cannot run a script. The list is Zulip's. */
const safeInline = new Set([
  'application/pdf',
  'audio/aac',
  'audio/flac',
  'audio/mp4',
  'audio/mpeg',
  'audio/wav',
  'audio/webm',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'video/mp4',
  'video/webm',
])

export const maySeeInline = (contentType: string): boolean => safeInline.has(contentType)

/** Browsers and systems name these in several ways. */
const sameAs: Readonly<Record<string, string>> = {
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-flac': 'audio/flac',
  'application/mp4': 'video/mp4',
}

/** What a file is, by what its sender says, else by its name. Lower case, without parameters. */
export function contentTypeOf(claimed: string, filename: string): string {
  const type = claimed.split(';', 1)[0]!.trim().toLowerCase()
  const isTelling = /^[\w.+-]+\/[\w.+-]+$/.test(type) && type !== 'application/octet-stream'
  const found = isTelling ? type : mime.lookup(filename) || 'application/octet-stream'
  return sameAs[found] ?? found
}
