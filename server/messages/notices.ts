import { systemBotEmails } from '../accounts/create-organization.ts'
import { findUserByEmail, type User } from '../accounts/find.ts'
import { activeOwners } from '../accounts/roster.ts'
import { viewerOf } from '../accounts/viewer.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import type { Notice, Sent } from './draft.ts'
import type { Place } from './place.ts'
import type { Surroundings } from './rendering/surroundings.ts'
import { sendMessage } from './send.ts'

/** What messages by Landline itself say they were written with. */
export const noticeClient = 'Internal'

/** Names somebody without calling them. */
export const silently = ({ fullName, id }: Pick<Viewer, 'fullName' | 'id'>): string => `@_**${fullName}|${id}**`

/** Says something as Landline itself, through its Notification Bot. */
export async function sendNotice(
  trx: Trx,
  place: Place,
  content: string,
  surroundings: Surroundings,
  notice: Notice,
): Promise<Sent> {
  const bot = viewerOf(await notificationBot(trx))
  return sendMessage(trx, bot, { place, content, surroundings, notice, client: noticeClient, isReadBySender: true })
}

/** Writes to everyone who owns the organization, each in a conversation of their own with the Notification Bot. */
export async function tellOwners(trx: Trx, content: string): Promise<void> {
  const surroundings = { realmUrl: 'http://localhost' } // there are no links to here in it
  const bot = await notificationBot(trx)
  for (const { id } of await activeOwners(trx)) {
    const place: Place = { kind: 'conversation', members: [bot.id, id].sort((a, b) => a - b) }
    await sendMessage(trx, viewerOf(bot), { place, content, surroundings, client: noticeClient, isReadBySender: true })
  }
}

export async function notificationBot(trx: Trx): Promise<User> {
  const bot = await findUserByEmail(trx, systemBotEmails.notifications)
  if (!bot) throw new Error('There is no Notification Bot') // the organization was made with it
  return bot
}
