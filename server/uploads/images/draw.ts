import { type ImageFacts, mostAnimatedPixels, readingOptions } from './inspect.ts'
import { readPicture } from './read.ts'
import { sharp } from './sharp.ts'
import type { ThumbnailFormat } from './thumbnail-formats.ts'
import { inTurn } from './turns.ts'

/** Nobody waits longer for one picture. */
const patience = { seconds: 30 }

/** These bytes are no picture after all, or a damaged one. */
export class PictureUnreadable extends Error {
  constructor(cause: unknown) {
    super('Could not decode image; did you upload an image file?', { cause })
    this.name = 'PictureUnreadable'
  }
}

async function draw(work: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await inTurn(work)
  } catch (cause) {
    throw new PictureUnreadable(cause)
  }
}

/** A picture that fits the format, upright and without what the camera noted down. @throws PictureUnreadable */
export function drawThumbnail(picture: Buffer, image: ImageFacts, { max_width, max_height, animated }: ThumbnailFormat) {
  // A long animation is cut rather than decoded into more memory than there is.
  const pages = animated ? Math.max(1, Math.min(image.frames, Math.floor(mostAnimatedPixels / (image.width * image.height)))) : 1
  return draw(async () =>
    (await readPicture(picture, { pages }))
      .resize(max_width, max_height, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80, effort: 3 })
      .timeout(patience)
      .toBuffer(),
  )
}

/** A square PNG from the middle of a picture. @throws PictureUnreadable */
export function drawSquare(picture: string | Buffer, size: number): Promise<Buffer> {
  return draw(async () => (await readPicture(picture)).resize(size, size, { fit: 'cover' }).png().timeout(patience).toBuffer())
}

/** A PNG no larger than these bounds. @throws PictureUnreadable */
export function drawWithin(picture: string, width: number, height: number): Promise<Buffer> {
  return draw(async () =>
    (await readPicture(picture))
      .resize(width, height, { fit: 'inside', withoutEnlargement: true })
      .png()
      .timeout(patience)
      .toBuffer(),
  )
}

/** A small square animation with every frame, in its own format. @throws PictureUnreadable */
export function drawAnimatedSquare(picture: string, size: number, format: 'gif' | 'webp'): Promise<Buffer> {
  return draw(async () =>
    (await sharp())(picture, { ...readingOptions, animated: true })
      .resize(size, size, { fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
      .toFormat(format)
      .timeout(patience)
      .toBuffer(),
  )
}
