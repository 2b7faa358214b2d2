import type { MessageId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { usesOf } from './queries.ts'

/** The messages that show an upload, the newest first: most are read there. */
export async function messagesShowing(db: Db, uploadId: number): Promise<MessageId[]> {
  return (await usesOf(db, [uploadId])).map(({ messageId }) => messageId).sort((a, b) => b - a)
}
