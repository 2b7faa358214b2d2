import type { ChannelId, MessageId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'

/** Remembers in which channel messages were received that now move to another; the first one counts. */
export async function noteOrigins(trx: Trx, ids: readonly MessageId[], channelId: ChannelId): Promise<void> {
  for (const messageId of ids) {
    await trx
      .insertInto('messageOrigins')
      .values({ messageId, channelId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
