import type { MessageId, UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { findUploadByPath, type UploadWithBlob, uploadsShownBy, usesOf } from './queries.ts'
import { wireAttachment } from './wire.ts'

/** The messages that show an upload, the newest first: most are read there. */
export async function messagesShowing(db: Db, uploadId: number): Promise<MessageId[]> {
  return (await usesOf(db, [uploadId])).map(({ messageId }) => messageId).sort((a, b) => b - a)
}

/** @param path below `/user_uploads/` */
export async function messagesShowingPath(db: Db, path: string): Promise<MessageId[]> {
  const upload = await findUploadByPath(db, path)
  return upload ? messagesShowing(db, upload.id) : []
}

/** What a message shows now: ask before it changes, for `detachedUploads`. */
export const uploadsShownIn = (db: Db, id: MessageId): Promise<UploadWithBlob[]> => uploadsShownBy(db, id)

export type DetachedUpload = ReturnType<typeof wireAttachment>

/** Those of these uploads that are this owner's and that no message shows any more: they may want them gone. */
export async function detachedUploads(db: Db, uploads: readonly UploadWithBlob[], ownerId: UserId): Promise<DetachedUpload[]> {
  const uses = await usesOf(
    db,
    uploads.map(({ id }) => id),
  )
  const isShown = new Set(uses.map(({ uploadId }) => uploadId))
  return uploads.filter((upload) => upload.ownerId === ownerId && !isShown.has(upload.id)).map((one) => wireAttachment(one, []))
}
