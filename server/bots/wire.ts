import { avatarUrl } from '../accounts/avatar-url.ts'
import type { ChannelId } from '../api/ids.ts'
import { findChannel } from '../channels/find.ts'
import type { Db } from '../database/connection.ts'
import type { Bot } from './queries.ts'

/** Where a bot says and hears things unless told otherwise, by the names of channels. */
export async function wireDefaults(db: Db, { sendingChannelId, eventsChannelId, hearsAllPublic }: Bot) {
  return {
    default_sending_stream: await nameOf(db, sendingChannelId),
    default_events_register_stream: await nameOf(db, eventsChannelId),
    default_all_public_streams: hearsAllPublic === 1,
  }
}

const nameOf = async (db: Db, id: ChannelId | null): Promise<string | null> =>
  id === null ? null : ((await findChannel(db, id))?.name ?? null)

/** A bot as those see it who look after it. Its key is not among this: only its hash is kept. */
export async function wireBot(db: Db, bot: Bot) {
  return {
    user_id: bot.id,
    email: bot.email,
    full_name: bot.fullName,
    bot_type: bot.botType,
    is_active: bot.isActive === 1,
    owner_id: bot.botOwnerId,
    avatar_url: avatarUrl(bot),
    services: [], // what outgoing webhooks and bots within the server have
    ...(await wireDefaults(db, bot)),
  }
}
