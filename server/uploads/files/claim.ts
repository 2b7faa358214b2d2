import type { MessageId, UserId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'
import { plainPath } from '../keys.ts'
import { tellOwner } from './events.ts'
import { deleteUse, findUploadsByPath, insertUse, uploadsShownBy } from './queries.ts'

export interface ShowingMessage {
  readonly id: MessageId
  readonly senderId: UserId
  /** Unix seconds. */
  readonly sentAt: number
}

/**
 * Makes the message show exactly these uploads, named by their paths below `/user_uploads/`: who may read the message may
 * read them. For a new message, an edited one, and with no paths for one about to go. A path that is nobody's file, or that
 * its sender may not read, is no attachment: writing down an address opens nothing.
 * @param mayRead whether the sender reads that upload through some other message
 * @returns how many it shows now
 */
export async function claimAttachments(
  trx: Trx,
  message: ShowingMessage,
  paths: readonly string[],
  mayRead: (uploadId: number) => Promise<boolean>,
): Promise<number> {
  const shown = await uploadsShownBy(trx, message.id)
  const named = await findUploadsByPath(trx, [...new Set(paths.map(plainPath))])
  for (const upload of shown) {
    if (named.some(({ id }) => id === upload.id)) continue
    await deleteUse(trx, upload.id, message.id)
    await tellOwner(trx, 'update', upload)
  }
  let count = 0
  for (const upload of named) {
    if (shown.some(({ id }) => id === upload.id)) {
      count++
    } else if (upload.ownerId === message.senderId || (await mayRead(upload.id))) {
      await insertUse(trx, { uploadId: upload.id, messageId: message.id, sentAt: message.sentAt })
      await tellOwner(trx, 'update', upload)
      count++
    }
  }
  return count
}
