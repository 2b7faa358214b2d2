import { mayManage } from '../accounts/access.ts'
import { insufficientPermission } from '../accounts/errors.ts'
import { badRequest } from '../api/error.ts'
import type { ChannelId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { type Bot, findBot } from './queries.ts'

/** A bot of the viewer's, or for administrators any. @throws ApiError where there is none, or it is not theirs to look after */
export async function getOwnBot(db: Db, viewer: Viewer, id: UserId): Promise<Bot> {
  const bot = await findBot(db, id)
  if (!bot) throw badRequest('No such bot')
  if (!mayManage(viewer, bot)) throw insufficientPermission()
  return bot
}

/** Where a bot says what its program says to no place; null where its owner chose none. */
export async function sendingChannelOf(db: Db, id: UserId): Promise<ChannelId | null> {
  return (await findBot(db, id))?.sendingChannelId ?? null
}

/** What a bot's queue hears of, where its program does not say. */
export async function listeningDefaults(db: Db, id: UserId) {
  const bot = await findBot(db, id)
  return { channelId: bot?.eventsChannelId ?? null, hearsAllPublic: bot?.hearsAllPublic === 1 }
}
