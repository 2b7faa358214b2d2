import { systemBotEmails } from '../accounts/create-organization.ts'
import { findUserByEmail, findUsers, type User } from '../accounts/find.ts'
import { activeOwners } from '../accounts/roster.ts'
import { viewerOf } from '../accounts/viewer.ts'
import type { UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { NamesByPerson } from '../channels/join.ts'
import type { Trx } from '../database/connection.ts'
import type { Notice, Sent } from './draft.ts'
import type { Place } from './place.ts'
import type { Surroundings } from './rendering/surroundings.ts'
import { sendMessage } from './send.ts'

/** What messages by Landline itself say they were written with. */
export const noticeClient = 'Internal'

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

/** Writes to each of these people, but for bots and the viewer, where the viewer has subscribed them. */
export async function tellAdded(trx: Trx, viewer: Viewer, added: NamesByPerson, realmUrl: string): Promise<void> {
  const ids = Object.keys(added).map((id) => Number(id) as UserId)
  const others = ids.filter((id) => id !== viewer.id)
  if (others.length === 0) return
  const bot = await notificationBot(trx)
  for (const user of await findUsers(trx, others)) {
    if (user.isActive === 0 || user.isBot === 1) continue
    const channels = added[user.id]!.map((name) => `#**${name}**`)
    const content = `@_**${viewer.fullName}|${viewer.id}** subscribed you to ${asList(channels)}.`
    const place: Place = { kind: 'conversation', members: [bot.id, user.id].sort((a, b) => a - b) }
    await sendNotice(trx, place, content, { realmUrl }, { causedBy: viewer, onlyFor: new Set([user.id]) })
  }
}

const asList = (words: readonly string[]): string => new Intl.ListFormat('en').format(words)

async function notificationBot(trx: Trx): Promise<User> {
  const bot = await findUserByEmail(trx, systemBotEmails.notifications)
  if (!bot) throw new Error('There is no Notification Bot') // the organization was made with it
  return bot
}
