import type { MessageId, UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import type { Echo as QueueEcho } from '../realtime/emit.ts'

/** How a client names a message before it has an id, and the queue on which it will look for it. */
export interface Echo {
  readonly queueId: string
  readonly localId: string
}

export const echoOf = ({ queueId, localId }: Echo): QueueEcho => ({ queueId, fields: { local_message_id: localId } })

/** The message that this client sent under this name already: the answer was lost, and it tries again. */
export async function findEcho(db: Db, senderId: UserId, { queueId, localId }: Echo): Promise<MessageId | undefined> {
  const row = await db
    .selectFrom('messageEchoes')
    .select('messageId')
    .where('senderId', '=', senderId)
    .where('queueId', '=', queueId)
    .where('localId', '=', localId)
    .executeTakeFirst()
  return row?.messageId
}

/** Nobody tries again after so many messages by everybody. */
const remembered = 20_000

export async function rememberEcho(trx: Trx, senderId: UserId, { queueId, localId }: Echo, messageId: MessageId): Promise<void> {
  await trx.insertInto('messageEchoes').values({ senderId, queueId, localId, messageId }).execute()
  if (messageId % 100 === 0) {
    await trx
      .deleteFrom('messageEchoes')
      .where('messageId', '<', (messageId - remembered) as MessageId)
      .execute()
  }
}
