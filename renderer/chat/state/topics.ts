import type { Message } from '../api/types.ts'
import type { ChatState } from './store.ts'
import { withEntry } from './store.ts'

export interface TopicSummary {
  name: string
  maxId: number
}

/** A new message makes its topic the channel's newest. Channels nobody has looked at yet stay unloaded. */
export function topicsAfterMessage(state: ChatState, message: Message): ChatState['topics'] {
  const known = state.topics.get(message.stream_id!)
  if (!known) return state.topics
  const key = message.subject.toLowerCase()
  const others = known.filter(({ name }) => name.toLowerCase() !== key)
  return withEntry(state.topics, message.stream_id!, [{ name: message.subject, maxId: message.id }, ...others])
}

/** Moves and deletions change topics in ways only the server can sum up: forget the channel's, and load again when shown. */
export function topicsForgotten(state: ChatState, channelIds: (number | undefined)[]): ChatState['topics'] {
  const next = new Map(state.topics)
  for (const id of channelIds) if (id !== undefined) next.delete(id)
  return next
}
