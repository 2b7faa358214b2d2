import type { Selectable } from 'kysely'
import { badRequest } from '../api/error.ts'
import type { MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { topicFor } from '../channels/user-topics.ts'
import type { Db } from '../database/connection.ts'
import type { MessageEditRow } from '../database/schema/messages.ts'
import { realmSettings } from '../realm/settings.ts'
import { findReadable } from './access.ts'
import { editsOf } from './queries.ts'

type Edit = Selectable<MessageEditRow>

/** One change of a message, as its newest form carries it. */
export const wireEdit = (edit: Edit) => ({
  user_id: edit.editorId,
  timestamp: edit.editedAt,
  ...(edit.previousContent === null ? {} : { prev_content: edit.previousContent, prev_rendered_content: edit.previousRendered! }),
  ...(edit.previousTopic === null ? {} : { prev_topic: edit.previousTopic, topic: edit.topic! }),
  ...(edit.previousChannelId === null ? {} : { prev_stream: edit.previousChannelId, stream: edit.channelId! }),
})

/**
 * Every form that a message has had, oldest first.
 * @throws ApiError where the message is out of sight, or the organization keeps histories to itself
 * @see https://zulip.com/api/get-message-history
 */
export async function messageHistory(db: Db, viewer: Viewer, id: MessageId, allowEmptyTopicName: boolean) {
  const message = await findReadable(db, viewer, id)
  const policy = (await realmSettings(db)).message_edit_history_visibility_policy
  if (policy === 'none') throw badRequest('Message edit history is disabled in this organization')
  const edits = (await editsOf(db, [id])).filter(({ previousContent }) => policy === 'all' || previousContent === null)

  const history: Record<string, unknown>[] = []
  let { content, rendered } = message
  let topic = topicFor(allowEmptyTopicName, message.topic ?? '')
  for (const edit of edits) {
    const before = { content: edit.previousContent ?? content, rendered: edit.previousRendered ?? rendered }
    const topicBefore = edit.previousTopic === null ? topic : topicFor(allowEmptyTopicName, edit.previousTopic)
    history.push({
      topic,
      content,
      rendered_content: rendered,
      timestamp: edit.editedAt,
      user_id: edit.editorId,
      ...(edit.previousContent === null ? {} : { prev_content: before.content, prev_rendered_content: before.rendered }),
      ...(edit.previousTopic === null ? {} : { prev_topic: topicBefore }),
      ...(edit.previousChannelId === null ? {} : { prev_stream: edit.previousChannelId, stream: edit.channelId! }),
    })
    ;({ content, rendered } = before)
    topic = topicBefore
  }
  history.push({ topic, content, rendered_content: rendered, timestamp: message.sentAt, user_id: message.senderId })
  return history.reverse()
}
