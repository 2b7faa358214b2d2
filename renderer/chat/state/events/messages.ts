import type { DeleteMessageEvent, MessageEvent, UpdateMessageEvent } from '../../api/events.ts'
import type { Message } from '../../api/types.ts'
import { isMention } from '../../narrow/matches.ts'
import { conversationKey, conversationOf } from '../../narrow/narrow.ts'
import { directsAfterMessage } from '../directs.ts'
import { listsAfterChange, listsAfterMessage, listsWithout } from '../lists.ts'
import type { Change, ChatState } from '../store.ts'
import { topicsAfterMessage, topicsForgotten } from '../topics.ts'

export function applyMessage(state: ChatState, event: MessageEvent): Change {
  const message: Message = { ...event.message, flags: event.flags }
  state.messages.set(message.id, message)
  const place = conversationOf(message, state.me)
  if (!message.flags.includes('read')) state.unreads.add(place, message.id, isMention(message))
  const key = conversationKey(place)
  return {
    lists: listsAfterMessage(state, message),
    unreadsVersion: state.unreadsVersion + 1,
    maxMessageId: Math.max(state.maxMessageId, message.id),
    outbox: state.outbox.filter(({ localId }) => localId !== event.local_message_id),
    typists: state.typists.filter(({ userId, conversation }) => userId !== message.sender_id || conversation !== key),
    ...(message.type === 'stream'
      ? { topics: topicsAfterMessage(state, message) }
      : { directs: directsAfterMessage(state, message) }),
  }
}

export function applyUpdate(state: ChatState, event: UpdateMessageEvent): Change {
  const edited = state.messages.get(event.message_id)
  if (edited && event.rendered_content !== undefined) state.messages.set(edited.id, withNewText(edited, event))
  if (event.propagate_mode === undefined) return { lists: new Map(state.lists) }
  return move(state, event)
}

function withNewText(message: Message, event: UpdateMessageEvent): Message {
  return {
    ...message,
    content: event.rendered_content!,
    is_me_message: event.is_me_message ?? message.is_me_message,
    flags: event.rendering_only ? message.flags : event.flags,
    ...(event.rendering_only ? {} : { last_edit_timestamp: event.edit_timestamp }),
    // what a search had marked in the old text
    match_content: undefined,
  }
}

function move(state: ChatState, event: UpdateMessageEvent): Change {
  const channelId = event.new_stream_id ?? event.stream_id!
  const topic = event.subject ?? event.orig_subject!
  const moved: Message[] = []
  for (const id of event.message_ids) {
    const message = state.messages.get(id)
    if (!message) continue
    const next: Message = {
      ...message,
      stream_id: channelId,
      display_recipient: state.channels.get(channelId)?.name ?? message.display_recipient,
      subject: topic,
      last_moved_timestamp: event.edit_timestamp,
      match_subject: undefined,
    }
    state.messages.set(id, next)
    moved.push(next)
  }
  state.unreads.move(event.message_ids, { channelId, topic })
  return {
    lists: listsAfterChange(state, moved),
    topics: topicsForgotten(state, [event.stream_id, event.new_stream_id]),
    unreadsVersion: state.unreadsVersion + 1,
  }
}

export function applyDelete(state: ChatState, event: DeleteMessageEvent): Change {
  for (const id of event.message_ids) state.messages.delete(id)
  state.unreads.remove(event.message_ids)
  return {
    lists: listsWithout(state, new Set(event.message_ids)),
    topics: topicsForgotten(state, [event.stream_id]),
    unreadsVersion: state.unreadsVersion + 1,
  }
}
