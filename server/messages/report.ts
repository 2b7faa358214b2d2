import { badRequest } from '../api/error.ts'
import type { MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { getVisible } from './access.ts'

export const reportReasons = ['spam', 'harassment', 'inappropriate', 'norms', 'other'] as const

/**
 * Keeps a report for the organization's moderators.
 * @throws ApiError where the message is out of sight, or `other` comes without a word
 * @see https://zulip.com/api/report-message
 */
export async function reportMessage(
  trx: Trx,
  viewer: Viewer,
  id: MessageId,
  reason: (typeof reportReasons)[number],
  description: string,
): Promise<void> {
  await getVisible(trx, viewer, id)
  if (reason === 'other' && description.trim() === '') throw badRequest('An explanation is required.')
  await trx
    .insertInto('messageReports')
    .values({ messageId: id, reporterId: viewer.id, reason, description, reportedAt: Math.floor(Date.now() / 1000) })
    .execute()
}
