import type { Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import { type UploadWithBlob, usesOf } from './queries.ts'
import { uploadSpaceUsed } from './space.ts'
import { wireAttachment } from './wire.ts'

/** Tells the owner, and nobody else, of a file that came or whose messages changed. */
export async function tellOwner(trx: Trx, op: 'add' | 'update', upload: UploadWithBlob): Promise<void> {
  const attachment = wireAttachment(upload, await usesOf(trx, [upload.id]))
  emit(trx, { type: 'attachment', op, attachment, upload_space_used: await uploadSpaceUsed(trx) }, [upload.ownerId])
}

export async function tellRemoved(trx: Trx, { id, ownerId }: Pick<UploadWithBlob, 'id' | 'ownerId'>): Promise<void> {
  emit(trx, { type: 'attachment', op: 'remove', attachment: { id }, upload_space_used: await uploadSpaceUsed(trx) }, [ownerId])
}
