import type { TypingEvent } from '../../api/events.ts'
import { conversationKey, withoutMe } from '../../narrow/narrow.ts'
import type { Change, ChatState } from '../store.ts'

/** Somebody who is writing right now. */
export interface Typist {
  userId: number
  conversation: string
  /** Milliseconds since 1970: a stop that never comes must not leave them typing for ever. */
  until: number
}

export function applyTyping(state: ChatState, event: TypingEvent): Change {
  const userId = event.sender.user_id
  if (userId === state.me) return {}
  const place =
    event.message_type === 'stream'
      ? { channelId: event.stream_id!, topic: event.topic! }
      : {
          userIds: withoutMe(
            (event.recipients ?? []).map((recipient) => recipient.user_id),
            state.me,
          ),
        }
  const conversation = conversationKey(place)
  const others = state.typists.filter((typist) => typist.userId !== userId || typist.conversation !== conversation)
  if (event.op === 'stop') return { typists: others }
  return { typists: [...others, { userId, conversation, until: Date.now() + state.organization.typing.expiryMs }] }
}

export function withoutStaleTypists(state: ChatState, now: number): Change {
  const typists = state.typists.filter(({ until }) => until > now)
  return typists.length === state.typists.length ? {} : { typists }
}
