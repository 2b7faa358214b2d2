import type { ChannelId } from '../api/ids.ts'
import type { Db } from '../database/connection.ts'

export interface ChannelTally {
  readonly messages: number
  /** Unix seconds. */
  readonly lastMessageAt: number
}

/** How much has been said in each channel that anything was said in. */
export async function tallyChannels(db: Db): Promise<Map<ChannelId, ChannelTally>> {
  const rows = await db
    .selectFrom('messages')
    .select(['channelId', ({ fn }) => fn.countAll<number>().as('messages'), ({ fn }) => fn.max('sentAt').as('lastMessageAt')])
    .where('channelId', 'is not', null)
    .groupBy('channelId')
    .execute()
  return new Map(rows.map(({ channelId, messages, lastMessageAt }) => [channelId!, { messages, lastMessageAt }]))
}
