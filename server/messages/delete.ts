import type { ChannelId, MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { hasPermission, mayReadHistory, type Standing } from '../channels/access.ts'
import { getVisibleChannel } from '../channels/find.ts'
import { findTopic, setNewestMessage } from '../channels/topics.ts'
import type { Trx } from '../database/connection.ts'
import { groupIdsOf, isAmong } from '../realm/membership.ts'
import { realmSettings } from '../realm/settings.ts'
import { emit } from '../realtime/emit.ts'
import { claimAttachments } from '../uploads/files/claim.ts'
import { getVisible, mayDelete } from './access.ts'
import { readersNow } from './audience.ts'
import { deleteTimeOver, mayNotDelete } from './errors.ts'
import { messagesDeleted } from './events.ts'
import { deleteMessageRows, type FullMessage, findMessages, idsInTopic, newestInTopic, receivedAmong } from './queries.ts'
import { queueForIndex } from './search/queue.ts'

/**
 * Deletes a message for everyone and tells whoever could read it. One out of sight fails as a missing one does.
 * @throws ApiError BAD_REQUEST when the message is out of sight, or not the viewer's to delete
 * @see https://zulip.com/api/delete-message
 */
export async function deleteMessage(trx: Trx, viewer: Viewer, id: MessageId): Promise<void> {
  const seen = await getVisible(trx, viewer, id)
  const verdict = mayDelete(viewer, seen, await realmSettings(trx), await groupIdsOf(trx, viewer.id))
  if (verdict === 'no') throw mayNotDelete()
  if (verdict === 'too late') throw deleteTimeOver()
  await removeMessages(trx, [seen.message])
}

/** So many at once keep nobody waiting long; clients ask again until all are gone. */
const batch = 1000

/**
 * Deletes the newest messages of a topic, as far as one go reaches.
 * @returns whether nothing is left of it
 * @see https://zulip.com/api/delete-topic
 */
export async function deleteTopic(trx: Trx, viewer: Viewer, channelId: ChannelId, name: string): Promise<boolean> {
  const standing = await getVisibleChannel(trx, viewer, channelId)
  if (!(await mayDeleteAny(trx, viewer, standing))) throw mayNotDelete()
  const topic = await findTopic(trx, channelId, name)
  if (!topic) return true
  const all = await idsInTopic(trx, topic.id)
  const received = mayReadHistory(standing) ? undefined : await receivedAmong(trx, viewer.id, all)
  const ids = received ? all.filter((id) => received.has(id)) : all
  await removeMessages(trx, await findMessages(trx, ids.slice(-batch)))
  return ids.length <= batch
}

async function mayDeleteAny(trx: Trx, viewer: Viewer, standing: Standing): Promise<boolean> {
  if (hasPermission(standing, 'can_delete_any_message_group')) return true
  return isAmong((await realmSettings(trx)).can_delete_any_message_group, viewer.id, await groupIdsOf(trx, viewer.id))
}

/**
 * Takes messages away and tells whoever could read them. Whether somebody may is for whoever calls.
 * @param messages of one place
 */
export async function removeMessages(trx: Trx, messages: readonly FullMessage[]): Promise<void> {
  const [first] = messages
  if (!first) return
  const ids = messages.map(({ id }) => id)
  const readers = await readersNow(trx, first, ids) // first: a deleted message has no readers left to find
  for (const message of messages) {
    if (message.hasAttachment === 1) await claimAttachments(trx, message, [], async () => false)
  }
  await queueForIndex(trx, ids)
  await deleteMessageRows(trx, ids)
  if (first.topicId !== null) await setNewestMessage(trx, first.topicId, await newestInTopic(trx, first.topicId))
  emit(trx, messagesDeleted(ids, { channelId: first.channelId, topic: first.topic }), readers)
}
