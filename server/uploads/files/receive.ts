import { badRequest } from '../../api/error.ts'
import type { UploadPart } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { insertBlob } from '../blob-queries.ts'
import { contentTypeOf } from '../content-type.ts'
import { FileClass } from '../file-class.ts'
import type { NewBlob } from '../file-library.ts'
import { type ImageFacts, inspectImage } from '../images/inspect.ts'
import { newKey, sanitizeName } from '../keys.ts'
import { fileTooLarge, mebibyte, quotaExceeded, uploadLimits } from '../limits.ts'
import { type Draft, TooManyBytes } from '../stores/draft.ts'
import type { Uploads } from '../uploads.ts'
import { tellOwner } from './events.ts'
import { findUpload, insertUpload, type UploadWithBlob } from './queries.ts'
import { uploadSpaceUsed } from './space.ts'
import { mostPictureBytes } from './thumbnails.ts'

const { max_file_upload_size_mib: limitMib } = uploadLimits

/** One of a realm; Zulip's addresses name it. */
const realmId = 1

const senderWentAway = () => badRequest('The upload ended before all of the file had arrived')

export type InTransaction = <T>(work: (trx: Trx) => Promise<T>) => Promise<T>

/**
 * Stores what somebody sends as a file of theirs: once this resolves, bytes and row are on disk.
 * @param announced how many bytes the whole request has, 0 if it does not say
 * @throws ApiError when it is too large, over the quota, or the disk is nearly full
 * @see https://zulip.com/api/upload-file
 */
export async function receiveUpload(
  uploads: Uploads,
  inTransaction: InTransaction,
  owner: Pick<Viewer, 'id'>,
  part: UploadPart,
  announced: number,
): Promise<UploadWithBlob> {
  const draft = await receiveWithin(uploads, part, limitMib * mebibyte, announced)
  return await storeDraft(uploads, inTransaction, owner, draft, part)
}

/** The same for a file that is on this computer's disk already. */
export async function storeDraft(
  uploads: Uploads,
  inTransaction: InTransaction,
  owner: Pick<Viewer, 'id'>,
  draft: Draft,
  { filename, contentType }: Pick<UploadPart, 'filename' | 'contentType'>,
): Promise<UploadWithBlob> {
  const image = draft.bytes <= mostPictureBytes ? await inspectImage(draft.file) : undefined
  const card = {
    key: newKey(FileClass.messageFile, `/${sanitizeName(filename)}`),
    class: FileClass.messageFile,
    contentType: image?.contentType ?? contentTypeOf(contentType, filename),
  }
  const blob = await uploads.files.keep(draft, card)
  try {
    const upload = await inTransaction((trx) => recordUpload(trx, uploads, owner, blob, filename, image))
    uploads.thumbnails.prepare(upload)
    return upload
  } catch (error) {
    await uploads.files.takeBack(blob)
    throw error
  }
}

async function receiveWithin({ files }: Uploads, { stream }: UploadPart, maxBytes: number, announced: number): Promise<Draft> {
  try {
    const slack = 64 * 1024 // of the form around the file
    if (announced > maxBytes + slack) throw new TooManyBytes(maxBytes)
    return await files.receive(stream, maxBytes, announced)
  } catch (error) {
    stream.resume()
    if (error instanceof TooManyBytes) throw fileTooLarge(limitMib)
    throw stream.errored ? senderWentAway() : error
  }
}

async function recordUpload(
  trx: Trx,
  { quotaMib, now }: Uploads,
  owner: Pick<Viewer, 'id'>,
  blob: NewBlob,
  filename: string,
  image: ImageFacts | undefined,
): Promise<UploadWithBlob> {
  const quota = quotaMib()
  if (quota !== null && (await uploadSpaceUsed(trx)) + blob.bytes > quota * mebibyte) throw quotaExceeded()
  await insertBlob(trx, blob)
  const { id } = await insertUpload(trx, {
    path: `${realmId}/${blob.key.slice(blob.key.indexOf('/') + 1)}`,
    blobKey: blob.key,
    filename,
    ownerId: owner.id,
    createdAt: now(),
    width: image?.width ?? null,
    height: image?.height ?? null,
    frames: image?.frames ?? null,
  })
  const upload = (await findUpload(trx, id))!
  await tellOwner(trx, 'add', upload)
  return upload
}
