import type { ReactionEvent, SubmessageEvent } from '../../api/events.ts'
import type { Reaction } from '../../api/types.ts'
import type { Change, ChatState } from '../store.ts'

export function applyReaction(state: ChatState, event: ReactionEvent): Change {
  const message = state.messages.get(event.message_id)
  if (!message) return {}
  const { emoji_name, emoji_code, reaction_type, user_id } = event
  const reaction: Reaction = { emoji_name, emoji_code, reaction_type, user_id }
  const others = message.reactions.filter((other) => !isSame(other, reaction))
  const reactions = event.op === 'add' ? [...others, reaction] : others
  state.messages.set(message.id, { ...message, reactions })
  return { messages: state.messages }
}

function isSame(one: Reaction, other: Reaction): boolean {
  return one.user_id === other.user_id && one.emoji_code === other.emoji_code && one.reaction_type === other.reaction_type
}

/** Votes and ticks: what people did with a poll or to-do list, in order. */
export function applySubmessage(state: ChatState, event: SubmessageEvent): Change {
  const message = state.messages.get(event.message_id)
  if (!message || message.submessages?.some(({ id }) => id === event.submessage_id)) return {}
  const { sender_id, msg_type, content, submessage_id } = event
  const submessages = [...(message.submessages ?? []), { id: submessage_id, sender_id, msg_type, content }]
  state.messages.set(message.id, { ...message, submessages })
  return { messages: state.messages }
}
