import type { MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { subscriberIds } from '../channels/subscriptions/subscribers.ts'
import type { Db } from '../database/connection.ts'
import type { MessagePlace } from '../presence/typing-in-edit.ts'
import { realmSettings } from '../realm/settings.ts'
import { getVisible, mayEditContent } from './access.ts'
import { membersOf } from './conversations.ts'
import { mayNotEdit } from './errors.ts'

/** Where a message is that the viewer may edit. @throws ApiError where there is none such */
export async function findEditable(db: Db, viewer: Viewer, id: MessageId): Promise<MessagePlace> {
  const seen = await getVisible(db, viewer, id)
  if (mayEditContent(viewer, seen, await realmSettings(db)) === 'no') throw mayNotEdit()
  const { message, standing } = seen
  if (!standing) return { userIds: (await membersOf(db, [message.conversationId!])).get(message.conversationId!) ?? [] }
  return { channel: { id: standing.channel.id, topic: message.topic! }, userIds: await subscriberIds(db, standing.channel) }
}
