import { findUsers } from '../accounts/find.ts'
import { mutedUsersOf, mutersOf } from '../accounts/own-things/muted-users.ts'
import { settingsOf } from '../accounts/settings/user-settings.ts'
import { badRequest } from '../api/error.ts'
import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { realmSettings } from '../realm/settings.ts'
import { findReadable } from './access.ts'
import { membersOf } from './conversations.ts'
import { receiversOf } from './queries.ts'
import { unreadAmongAll } from './unread/among-all.ts'

/**
 * Who has read a message: those who received it, but for its sender, the viewer's muted, and whoever keeps that to themselves.
 * @throws ApiError where the message is out of sight, or the organization does without
 * @see https://zulip.com/api/get-read-receipts
 */
export async function readReceipts(db: Db, viewer: Viewer, id: MessageId): Promise<UserId[]> {
  if (!(await realmSettings(db)).enable_read_receipts) throw badRequest('Read receipts are disabled in this organization.')
  const message = await findReadable(db, viewer, id)
  const received =
    message.conversationId === null
      ? await receiversOf(db, message.channelId!, id)
      : ((await membersOf(db, [message.conversationId])).get(message.conversationId) ?? [])
  const unread = await unreadAmongAll(db, message, received)
  const muted = new Set([...(await mutedUsersOf(db, viewer.id)).map((one) => one.id), ...(await mutersOf(db, viewer.id))])
  const readers = received.filter((userId) => userId !== message.senderId && !unread.has(userId) && !muted.has(userId))
  const users = await findUsers(db, readers)
  return users
    .filter((user) => user.isActive === 1 && user.isBot === 0 && settingsOf(user).send_read_receipts !== false)
    .map((user) => user.id)
    .sort((a, b) => a - b)
}
