import type { UserId } from '../api/ids.ts'
import type { Role } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { messagesShowing } from '../uploads/files/uses.ts'
import { findVisible } from './access.ts'

/** Whether the viewer may read a message that shows this upload: then they may read the upload. */
export async function mayReadUpload(
  db: Db,
  viewer: { readonly id: UserId; readonly role: Role },
  uploadId: number,
): Promise<boolean> {
  for (const id of await messagesShowing(db, uploadId)) if (await findVisible(db, viewer, id)) return true
  return false
}
