import { systemBotEmails } from '../accounts/create-organization.ts'
import { findUserByEmail } from '../accounts/find.ts'
import { viewerOf } from '../accounts/viewer.ts'
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
  const bot = await findUserByEmail(trx, systemBotEmails.notifications)
  if (!bot) throw new Error('There is no Notification Bot') // the organization was made with it
  return sendMessage(trx, viewerOf(bot), { place, content, surroundings, notice, client: noticeClient, isReadBySender: true })
}
