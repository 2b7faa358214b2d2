import type { Insertable, Selectable } from 'kysely'
import type { MessageId, UserId } from '../../api/ids.ts'
import type { Db, Trx } from '../../database/connection.ts'
import type { UploadRow } from '../../database/schema/uploads.ts'

export type Upload = Selectable<UploadRow>

/** A file's use in a message. */
export interface Use {
  readonly uploadId: number
  readonly messageId: MessageId
  readonly sentAt: number
}

/** An upload with what its blob says of it. */
export type UploadWithBlob = Upload & { readonly bytes: number; readonly contentType: string; readonly store: string }

const withBlob = (db: Db) =>
  db
    .selectFrom('uploads')
    .innerJoin('blobs', 'blobs.key', 'uploads.blobKey')
    .selectAll('uploads')
    .select(['blobs.bytes', 'blobs.contentType', 'blobs.store'])

export async function insertUpload(trx: Trx, upload: Insertable<UploadRow>): Promise<Upload> {
  return await trx.insertInto('uploads').values(upload).returningAll().executeTakeFirstOrThrow()
}

export async function findUpload(db: Db, id: number): Promise<UploadWithBlob | undefined> {
  return await withBlob(db).where('uploads.id', '=', id).executeTakeFirst()
}

export async function findUploadByPath(db: Db, path: string): Promise<UploadWithBlob | undefined> {
  return await withBlob(db).where('uploads.path', '=', path).executeTakeFirst()
}

export async function findUploadsByPath(db: Db, paths: readonly string[]): Promise<UploadWithBlob[]> {
  if (paths.length === 0) return []
  return await withBlob(db).where('uploads.path', 'in', paths).execute()
}

export async function uploadsOf(db: Db, ownerId: UserId): Promise<UploadWithBlob[]> {
  return await withBlob(db).where('uploads.ownerId', '=', ownerId).orderBy('uploads.id').execute()
}

export async function usesOf(db: Db, uploadIds: readonly number[]): Promise<Use[]> {
  if (uploadIds.length === 0) return []
  return await db.selectFrom('attachments').selectAll().where('uploadId', 'in', uploadIds).orderBy('messageId').execute()
}

/** The uploads of one person with all their uses, without a list of ids that could grow past what a query takes. */
export async function usesOfOwner(db: Db, ownerId: UserId): Promise<Use[]> {
  return await db
    .selectFrom('attachments')
    .innerJoin('uploads', 'uploads.id', 'attachments.uploadId')
    .selectAll('attachments')
    .where('uploads.ownerId', '=', ownerId)
    .orderBy('messageId')
    .execute()
}

export async function uploadsShownBy(db: Db, messageId: MessageId): Promise<UploadWithBlob[]> {
  return await withBlob(db)
    .innerJoin('attachments', 'attachments.uploadId', 'uploads.id')
    .where('attachments.messageId', '=', messageId)
    .execute()
}

export async function insertUse(trx: Trx, use: Use): Promise<void> {
  await trx.insertInto('attachments').values(use).execute()
}

export async function deleteUse(trx: Trx, uploadId: number, messageId: MessageId): Promise<void> {
  await trx.deleteFrom('attachments').where('uploadId', '=', uploadId).where('messageId', '=', messageId).execute()
}

export async function deleteUpload(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('uploads').where('id', '=', id).execute()
}

/** It turned out to be no picture that can be shown. */
export async function forgetImage(trx: Trx, id: number): Promise<void> {
  await trx.updateTable('uploads').set({ width: null, height: null, frames: null }).where('id', '=', id).execute()
}

/** The uploads that these stored files are, or are smaller versions of. */
export async function namesOf(
  db: Db,
  keys: readonly string[],
): Promise<{ readonly key: string; readonly filename: string; readonly ownerId: UserId }[]> {
  const files = await db
    .selectFrom('uploads')
    .select(['blobKey as key', 'filename', 'ownerId'])
    .where('blobKey', 'in', keys)
    .execute()
  const thumbnails = await db
    .selectFrom('thumbnails')
    .innerJoin('uploads', 'uploads.id', 'thumbnails.uploadId')
    .select(['thumbnails.blobKey as key', 'uploads.filename', 'uploads.ownerId'])
    .where('thumbnails.blobKey', 'in', keys)
    .execute()
  return [...files, ...thumbnails]
}

/** The smaller version goes; it is drawn again when somebody asks for it. */
export async function deleteThumbnail(trx: Trx, blobKey: string): Promise<void> {
  await trx.deleteFrom('thumbnails').where('blobKey', '=', blobKey).execute()
}

export async function thumbnailKeys(db: Db, uploadId: number): Promise<string[]> {
  const rows = await db.selectFrom('thumbnails').select('blobKey').where('uploadId', '=', uploadId).execute()
  return rows.map(({ blobKey }) => blobKey)
}

export async function findThumbnailKey(db: Db, uploadId: number, format: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('thumbnails')
    .select('blobKey')
    .where('uploadId', '=', uploadId)
    .where('format', '=', format)
    .executeTakeFirst()
  return found?.blobKey
}

export async function insertThumbnail(trx: Trx, uploadId: number, format: string, blobKey: string): Promise<void> {
  await trx.insertInto('thumbnails').values({ uploadId, format, blobKey }).execute()
}
