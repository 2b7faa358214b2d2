import type { Db } from '../../database/connection.ts'
import type { ImageFacts } from '../images/inspect.ts'
import { transcodedFormat } from '../images/thumbnail-formats.ts'
import { plainPath } from '../keys.ts'
import { findUploadsByPath, type UploadWithBlob } from './queries.ts'

/** What a message that shows a file needs to know of it. */
export interface UploadFacts {
  /** Below `/user_uploads/`, as it was asked for, e.g. `1/ab/ab12…/photo.png`. */
  readonly path: string
  readonly contentType: string
  /** Present for what can be shown as a picture. Its thumbnails are there as soon as somebody asks for them. */
  readonly image?: {
    readonly width: number
    readonly height: number
    readonly isAnimated: boolean
    /** For what few browsers show (TIFF, AVIF, HEIC): the picture in full size beside the thumbnails. */
    readonly transcoded?: string
  }
}

/** Facts of those paths that are uploads; the rest are left out. */
export async function uploadFacts(db: Db, paths: readonly string[]): Promise<UploadFacts[]> {
  const uploads = new Map((await findUploadsByPath(db, paths.map(plainPath))).map((upload) => [upload.path, upload]))
  return paths.flatMap((path) => {
    const upload = uploads.get(plainPath(path))
    if (!upload) return []
    const image = imageOf(upload)
    const shown = image && {
      width: image.width,
      height: image.height,
      isAnimated: image.frames > 1,
      transcoded: transcodedFormat(image)?.name,
    }
    return [{ path, contentType: upload.contentType, image: shown }]
  })
}

export function imageOf({ width, height, frames, contentType }: UploadWithBlob): ImageFacts | undefined {
  return width && height && frames ? { width, height, frames, contentType } : undefined
}
