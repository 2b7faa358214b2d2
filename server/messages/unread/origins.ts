import type { ChannelId, MessageId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'

/** Remembers in which channel messages were received that now move to another; the first one counts. */
export async function noteOrigins(trx: Trx, ids: readonly MessageId[], channelId: ChannelId): Promise<void> {
  await trx
    .insertInto('messageOrigins')
    .columns(['messageId', 'channelId'])
    .expression((about) =>
      about
        .selectFrom('messages')
        .select(({ val }) => ['id', val(channelId).as('channelId')])
        .where('id', 'in', idList(ids)),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
