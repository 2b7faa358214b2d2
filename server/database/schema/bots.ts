import type { Generated } from 'kysely'
import type { ChannelId, UserId } from '../../api/ids.ts'

export interface BotTables {
  bots: BotRow
  botStorage: { userId: UserId; key: string; value: string }
}

export interface BotRow {
  userId: UserId
  sendingChannelId: ChannelId | null
  eventsChannelId: ChannelId | null
  hearsAllPublic: Generated<number>
}
