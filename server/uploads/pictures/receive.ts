import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { badRequest } from '../../api/error.ts'
import type { UploadPart } from '../../api/route.ts'
import type { Trx } from '../../database/connection.ts'
import { insertBlob } from '../blob-queries.ts'
import type { FileCard, NewBlob } from '../file-library.ts'
import type { InTransaction } from '../files/receive.ts'
import { PictureUnreadable } from '../images/draw.ts'
import { type ImageFacts, inspectImage } from '../images/inspect.ts'
import { mebibyte, pictureTooLarge } from '../limits.ts'
import { type Draft, TooManyBytes } from '../stores/draft.ts'
import type { Uploads } from '../uploads.ts'

const notAnImage = () => badRequest('Could not decode image; did you upload an image file?')

/** One file to store, made from what somebody sent. */
export interface Drawing extends FileCard {
  readonly bytes: Buffer
}

/**
 * Receives a picture, draws from it what we keep (never the picture itself: it may say where it was taken), stores that, and
 * lets `record` write the rows. When anything fails, nothing stays.
 * @throws ApiError when it is too large, or no picture
 */
export async function receivePicture<T>(
  uploads: Uploads,
  inTransaction: InTransaction,
  { part, limitMib }: { readonly part: UploadPart; readonly limitMib: number },
  draw: (file: string, image: ImageFacts) => Promise<readonly Drawing[]>,
  record: (trx: Trx, keys: readonly string[]) => Promise<T>,
): Promise<T> {
  const drawings = await drawFrom(uploads, part, limitMib, draw)
  const blobs: NewBlob[] = []
  try {
    for (const drawing of drawings) blobs.push(await keepDrawing(uploads, drawing))
    const result = await inTransaction(async (trx) => {
      for (const blob of blobs) await insertBlob(trx, blob)
      return await record(
        trx,
        blobs.map(({ key }) => key),
      )
    })
    uploads.sweep() // the picture of before
    return result
  } catch (error) {
    for (const blob of blobs) await uploads.files.takeBack(blob)
    throw error
  }
}

async function drawFrom(
  { files }: Uploads,
  { stream }: UploadPart,
  limitMib: number,
  draw: (file: string, image: ImageFacts) => Promise<readonly Drawing[]>,
): Promise<readonly Drawing[]> {
  let draft: Draft
  try {
    draft = await files.receive(stream, limitMib * mebibyte)
  } catch (error) {
    stream.resume()
    if (error instanceof TooManyBytes) throw pictureTooLarge(limitMib)
    throw stream.errored ? badRequest('The upload ended before all of the picture had arrived') : error
  }
  try {
    const image = await inspectImage(draft.file)
    if (!image) throw notAnImage()
    return await draw(draft.file, image)
  } catch (error) {
    throw error instanceof PictureUnreadable ? notAnImage() : error
  } finally {
    await rm(draft.file, { force: true })
  }
}

async function keepDrawing({ files }: Uploads, { bytes, ...card }: Drawing): Promise<NewBlob> {
  return await files.keep(await files.receive(Readable.from([bytes]), bytes.length), card)
}
