import { badRequest } from '../api/error.ts'
import type { ChannelId, MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { findChannel, findStanding } from '../channels/find.ts'
import type { Trx } from '../database/connection.ts'
import { realmSettings } from '../realm/settings.ts'
import { getVisible } from './access.ts'
import { sendNotice } from './notices.ts'
import type { FullMessage } from './queries.ts'
import type { Surroundings } from './rendering/surroundings.ts'

export const reportReasons = ['spam', 'harassment', 'inappropriate', 'norms', 'other'] as const
export type ReportReason = (typeof reportReasons)[number]

const reasons: Readonly<Record<ReportReason, string>> = {
  spam: 'Spam',
  harassment: 'Harassment',
  inappropriate: 'Inappropriate content',
  norms: 'Violation of community norms',
  other: 'Other reason',
}

export interface Report {
  readonly reason: ReportReason
  readonly description: string
}

/**
 * Tells the organization's moderators of a message, in the channel that it has chosen for that.
 * @throws ApiError where the message is out of sight, there is no such channel, or `other` comes without a word
 * @see https://zulip.com/api/report-message
 */
export async function reportMessage(
  trx: Trx,
  viewer: Viewer,
  id: MessageId,
  { reason, description }: Report,
  surroundings: Surroundings,
): Promise<void> {
  const { message } = await getVisible(trx, viewer, id)
  const channel = await findChannel(trx, (await realmSettings(trx)).moderation_request_channel_id as ChannelId)
  if (!channel || channel.isArchived === 1) {
    throw badRequest('Moderation request channel must be specified to enable message reporting.')
  }
  if (reason === 'other' && description.trim() === '') throw badRequest('An explanation is required.')
  const standing = await findStanding(trx, viewer, channel)
  const topic = `${message.senderName}'s moderation requests`
  const content = words(viewer, message, { reason, description })
  await sendNotice(trx, { kind: 'topic', standing, topic }, content, surroundings, { causedBy: viewer })
}

/** Moderators may not see where it was written, so what was written goes along. */
function words(viewer: Viewer, message: FullMessage, { reason, description }: Report): string {
  const where =
    message.channelName === null ? 'a direct message' : `a message (#**${message.channelName}>${message.topic}@${message.id}**)`
  return [
    `@_**${viewer.fullName}|${viewer.id}** reported ${where} by @_**${message.senderName}|${message.senderId}**.`,
    `- Reason: **${reasons[reason]}**`,
    ...(description.trim() === '' ? [] : ['- Notes:', quoted(description)]),
    '- Message:',
    quoted(message.content),
  ].join('\n')
}

/** In a fence longer than any in the text, so that nothing of it gets out. */
function quoted(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const most = 4000
  return `${fence}spoiler\n${text.length > most ? `${text.slice(0, most)} …` : text}\n${fence}`
}
