import { z } from 'zod'
import { type ChannelId, MessageId, type UserId } from '../api/ids.ts'
import { text } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import { topicFor } from '../channels/user-topics.ts'
import type { Db } from '../database/connection.ts'
import type { EventBus } from '../realtime/bus.ts'
import type { ChatEvent } from '../realtime/event.ts'
import { listenersAmong } from './typing.ts'

type Op = 'start' | 'stop'

/** Where a message is: in a channel's topic, or among people. */
export interface MessagePlace {
  readonly channel?: { readonly id: ChannelId; readonly topic: string }
  /** Everyone who has it before them: subscribers of the channel, people of the conversation. */
  readonly userIds: readonly UserId[]
}

/** Finds a message that the viewer may edit. Messages lie above presence, so they hand this in. @throws ApiError otherwise */
export type FindEditable = (db: Db, viewer: Viewer, id: MessageId) => Promise<MessagePlace>

/** Who is changing a message of theirs. https://zulip.com/api/set-typing-status-for-message-edit */
export function editTypingRoute(api: Api, bus: EventBus, findEditable: FindEditable): void {
  api.post('/messages/:message_id/typing', {
    access: 'user',
    params: { message_id: MessageId, op: text().pipe(z.enum(['start', 'stop'])) },
    async handle({ viewer, params, db }) {
      const place = await findEditable(db, viewer, params.message_id)
      const userIds = await listenersAmong(db, place.userIds)
      bus.publish([{ event: editing(viewer.id, params.op, params.message_id, place), userIds, echo: undefined }])
      return {}
    },
  })
}

const editing = (sender_id: UserId, op: Op, message_id: MessageId, { channel, userIds }: MessagePlace): ChatEvent => ({
  type: 'typing_edit_message',
  forDialect: ({ emptyTopicName }) => {
    const recipient = channel
      ? { type: 'channel', channel_id: channel.id, topic: topicFor(emptyTopicName, channel.topic) }
      : { type: 'direct', user_ids: userIds }
    return { type: 'typing_edit_message', op, sender_id, message_id, recipient }
  },
})
