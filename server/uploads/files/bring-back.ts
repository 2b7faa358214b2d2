import type { Readable } from 'node:stream'
import type { Selectable } from 'kysely'
import type { MessageId, UserId } from '../../api/ids.ts'
import type { Database, Db } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'
import type { BlobRow, UploadRow } from '../../database/schema/uploads.ts'
import { insertBlob } from '../blob-queries.ts'
import { FileClass } from '../file-class.ts'
import type { FileLibrary } from '../file-library.ts'
import { newKey } from '../keys.ts'
import { findUpload, findUploadByPath, insertUpload } from './queries.ts'

/** A file as another database knows it, and which message showed it. */
export interface ReturningUpload {
  readonly messageId: MessageId
  readonly upload: Selectable<UploadRow>
  readonly blob: Selectable<BlobRow>
}

/** What messages showed, for `bringBackUpload`. */
export async function uploadsShownIn(db: Db, messageIds: readonly MessageId[]): Promise<ReturningUpload[]> {
  const uses = await db.selectFrom('attachments').selectAll().where('messageId', 'in', idList(messageIds)).execute()
  const uploadIds = uses.map(({ uploadId }) => uploadId)
  const uploads = await db.selectFrom('uploads').selectAll().where('id', 'in', idList(uploadIds)).execute()
  const keys = uploads.map(({ blobKey }) => blobKey)
  const blobs = keys.length > 0 ? await db.selectFrom('blobs').selectAll().where('key', 'in', keys).execute() : []
  return uses.flatMap(({ messageId, uploadId }) => {
    const upload = uploads.find(({ id }) => id === uploadId)
    const blob = blobs.find(({ key }) => key === upload?.blobKey)
    return upload && blob ? [{ messageId, upload, blob }] : []
  })
}

/**
 * Puts a file back under the address that it had; one that is here stays as it is.
 * @param open its bytes; undefined where nobody has them
 * @returns whether it is here now
 */
export async function bringBackUpload(
  library: FileLibrary,
  { read, inTransaction }: Pick<Database, 'read' | 'inTransaction'>,
  { upload, blob }: Pick<ReturningUpload, 'upload' | 'blob'>,
  ownerId: UserId,
  open: () => Readable | undefined,
): Promise<boolean> {
  if (await findUploadByPath(read, upload.path)) return true
  const body = open()
  if (!body) return false
  const draft = await library.receive(body, blob.bytes, blob.bytes)
  const { contentType } = blob
  const key = newKey(FileClass.messageFile, blob.key.slice(blob.key.lastIndexOf('/'))) // the former one may be about to be removed
  const stored = await library.keep(draft, { key, class: FileClass.messageFile, contentType })
  try {
    await inTransaction(async (trx) => {
      const { id, ...row } = upload
      await insertBlob(trx, stored)
      await insertUpload(trx, { ...row, ...((await findUpload(trx, id)) ? {} : { id }), blobKey: key, ownerId })
    })
  } catch (error) {
    await library.takeBack(stored)
    throw error
  }
  return true
}
