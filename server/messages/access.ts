import type { MessageId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Viewer } from '../api/viewer.ts'
import { isAtLeast, Role } from '../api/viewer.ts'
import { hasPermission, isSubscribed, mayRead, mayReadHistory, type Standing } from '../channels/access.ts'
import { findChannel, findStanding } from '../channels/find.ts'
import type { Db } from '../database/connection.ts'
import { isAmong } from '../realm/membership.ts'
import type { RealmSettings } from '../realm/settings.ts'
import { membersOf } from './conversations.ts'
import { messageNotFound } from './errors.ts'
import { type FullMessage, findMessage, receivedAmong } from './queries.ts'

/** A message and, in a channel, what the viewer is there. */
export interface SeenMessage {
  readonly message: FullMessage
  readonly standing: Standing | undefined
}

/** The message, where the viewer may read it; one out of sight is as one that is not there. */
export async function findVisible(db: Db, viewer: Pick<Viewer, 'id' | 'role'>, id: MessageId): Promise<SeenMessage | undefined> {
  const message = await findMessage(db, id)
  if (!message) return undefined
  if (message.conversationId !== null) {
    const members = (await membersOf(db, [message.conversationId])).get(message.conversationId) ?? []
    return members.includes(viewer.id) ? { message, standing: undefined } : undefined
  }
  const channel = await findChannel(db, message.channelId!)
  const standing = channel && (await findStanding(db, viewer, channel))
  if (!standing || !mayRead(standing)) return undefined
  if (mayReadHistory(standing)) return { message, standing }
  const isTheirs = isSubscribed(standing) && (await receivedAmong(db, viewer.id, [id])).has(id)
  return isTheirs ? { message, standing } : undefined
}

/** @throws ApiError BAD_REQUEST when it is out of sight */
export async function getVisible(db: Db, viewer: Viewer, id: MessageId): Promise<SeenMessage> {
  const seen = await findVisible(db, viewer, id)
  if (!seen) throw messageNotFound()
  return seen
}

/** @throws ApiError BAD_REQUEST when it is out of sight */
export const findReadable = async (db: Db, viewer: Viewer, id: MessageId): Promise<FullMessage> =>
  (await getVisible(db, viewer, id)).message

const secondsSince = (then: number): number => unixNow() - then

const isInTime = (message: Pick<FullMessage, 'sentAt'>, limit: number | null): boolean =>
  limit === null || secondsSince(message.sentAt) <= limit

export type Verdict = 'yes' | 'no' | 'too late'

/** Only its author changes what a message says. */
export function mayEditContent(viewer: Viewer, { message }: SeenMessage, settings: RealmSettings): Verdict {
  if (message.senderId !== viewer.id) return 'no'
  return isInTime(message, settings.message_content_edit_limit_seconds) ? 'yes' : 'too late'
}

/** @param groupIds every group the viewer is in */
export function mayDelete(
  viewer: Viewer,
  { message, standing }: SeenMessage,
  settings: RealmSettings,
  groupIds: Standing['groupIds'],
): Verdict {
  if (isAmong(settings.can_delete_any_message_group, viewer.id, groupIds)) return 'yes'
  if (standing && hasPermission(standing, 'can_delete_any_message_group')) return 'yes'
  if (message.senderId !== viewer.id) return 'no'
  const mayOwn =
    isAmong(settings.can_delete_own_message_group, viewer.id, groupIds) ||
    (standing !== undefined && hasPermission(standing, 'can_delete_own_message_group'))
  if (!mayOwn) return 'no'
  return isInTime(message, settings.message_content_delete_limit_seconds) ? 'yes' : 'too late'
}

/** To another topic of the same channel. Resolving a topic has a group of its own. */
export function mayMoveWithin(
  viewer: Viewer,
  { message, standing }: SeenMessage,
  settings: RealmSettings,
  groupIds: Standing['groupIds'],
  isResolving: boolean,
): Verdict {
  if (!standing || standing.channel.isArchived === 1) return 'no'
  const group = isResolving ? settings.can_resolve_topics_group : settings.can_move_messages_between_topics_group
  const permission = isResolving ? 'can_resolve_topics_group' : 'can_move_messages_within_channel_group'
  if (!isAmong(group, viewer.id, groupIds) && !hasPermission(standing, permission)) return 'no'
  if (isResolving || isAtLeast(viewer, Role.moderator)) return 'yes'
  return isInTime(message, settings.move_messages_within_stream_limit_seconds) ? 'yes' : 'too late'
}

export function mayMoveOut(
  viewer: Viewer,
  { message, standing }: SeenMessage,
  settings: RealmSettings,
  groupIds: Standing['groupIds'],
): Verdict {
  if (!standing || standing.channel.isArchived === 1) return 'no'
  const may =
    isAmong(settings.can_move_messages_between_channels_group, viewer.id, groupIds) ||
    hasPermission(standing, 'can_move_messages_out_of_channel_group')
  if (!may) return 'no'
  if (isAtLeast(viewer, Role.moderator)) return 'yes'
  return isInTime(message, settings.move_messages_between_streams_limit_seconds) ? 'yes' : 'too late'
}
