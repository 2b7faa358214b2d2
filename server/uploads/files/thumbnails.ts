import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Database } from '../../database/connection.ts'
import type { Blob } from '../blob-queries.ts'
import { findBlob, insertBlob } from '../blob-queries.ts'
import { FileClass, fileClasses } from '../file-class.ts'
import type { FileLibrary } from '../file-library.ts'
import { drawThumbnail, PictureUnreadable } from '../images/draw.ts'
import { findFormat, type ThumbnailFormat, thumbnailFormats } from '../images/thumbnail-formats.ts'
import { mebibyte } from '../limits.ts'
import { Turns } from '../turns.ts'
import { imageOf } from './facts.ts'
import { findThumbnailKey, findUpload, forgetImage, insertThumbnail, type UploadWithBlob } from './queries.ts'

/** A larger file is shown as a link: it would have to be in memory as a whole. */
export const mostPictureBytes = 64 * mebibyte

interface Parts {
  readonly database: Database
  readonly files: FileLibrary
  readonly now: () => number
  readonly warn: (cause: unknown, sentence: string) => void
}

/** Smaller versions of uploaded pictures: drawn once, when the file comes or else when somebody first asks. */
export class Thumbnails {
  readonly #parts: Parts
  /** A picture is in memory as a whole while it is drawn: a hundred that come at once must wait outside. */
  readonly #turns = new Turns(3)
  readonly #underWay = new Map<string, Promise<Blob | undefined>>()
  #unreadable: (path: string) => void = () => {}

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Tells of each upload that looked like a picture and is none, so that its messages can drop their previews. */
  onUnreadable(listener: (path: string) => void): void {
    this.#unreadable = listener
  }

  /** Begins to draw what messages show, so that it is there when the first reader asks. */
  prepare(upload: UploadWithBlob): void {
    const image = imageOf(upload)
    if (!image) return
    const format = thumbnailFormats.find(({ animated }) => animated === image.frames > 1)!
    this.find(upload, format.name).catch((cause: unknown) =>
      this.#parts.warn(cause, `No thumbnail of ${upload.path} could be drawn yet`),
    )
  }

  /** The thumbnail of this name, drawn now if need be; undefined for one that this upload does not have. */
  async find(upload: UploadWithBlob, name: string): Promise<Blob | undefined> {
    const image = imageOf(upload)
    const format = image && findFormat(name, image)
    if (!format) return undefined
    const { read } = this.#parts.database
    const key = await findThumbnailKey(read, upload.id, name)
    if (key) return await findBlob(read, key)
    return await this.#once(upload, format)
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.#underWay.values())
  }

  #once(upload: UploadWithBlob, format: ThumbnailFormat): Promise<Blob | undefined> {
    const id = `${upload.id} ${format.name}`
    const underWay = this.#underWay.get(id)
    if (underWay) return underWay
    const drawing = this.#turns.run(() => this.#draw(upload, format)).finally(() => this.#underWay.delete(id))
    this.#underWay.set(id, drawing)
    return drawing
  }

  async #draw(upload: UploadWithBlob, format: ThumbnailFormat): Promise<Blob | undefined> {
    const { files } = this.#parts
    let drawn: Buffer
    try {
      const blob = await findBlob(this.#parts.database.read, upload.blobKey)
      if (!blob) return undefined
      const picture = await buffer(await files.read(blob))
      drawn = await drawThumbnail(picture, imageOf(upload)!, format)
    } catch (cause) {
      if (!(cause instanceof PictureUnreadable)) throw cause
      await this.#parts.database.inTransaction((trx) => forgetImage(trx, upload.id))
      this.#unreadable(upload.path)
      return undefined
    }
    return await this.#store(upload, format.name, drawn)
  }

  async #store(upload: UploadWithBlob, name: string, drawn: Buffer): Promise<Blob | undefined> {
    const { files, database } = this.#parts
    const draft = await files.receive(Readable.from([drawn]), drawn.length)
    const key = thumbnailKey(upload.blobKey, name)
    const blob = await files.keep(draft, { key, class: FileClass.thumbnail, contentType: 'image/webp' })
    const stored = await database.inTransaction(async (trx) => {
      if (!(await findUpload(trx, upload.id))) return undefined
      await insertBlob(trx, blob)
      await insertThumbnail(trx, upload.id, name, key)
      return await findBlob(trx, key)
    })
    if (!stored) await files.takeBack(blob) // its picture was removed meanwhile
    return stored
  }
}

/** Beside its picture's own place: `files/ab/ab…/cat.png` has `thumbnails/ab/ab…/cat.png/840x560.webp`. */
const thumbnailKey = (blobKey: string, format: string): string =>
  `${fileClasses.thumbnail.folder}/${blobKey.slice(fileClasses.messageFile.folder.length + 1)}/${format}`
