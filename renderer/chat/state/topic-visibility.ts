import type { VisibilityPolicy } from '../api/types.ts'
import { topicKey } from '../narrow/narrow.ts'
import type { ChatState } from './store.ts'

/** What this person chose for a topic. */
export const TopicVisibility = { inherited: 0, muted: 1, unmuted: 2, followed: 3 } as const

export const visibilityOf = (
  { topicVisibility }: Pick<ChatState, 'topicVisibility'>,
  channelId: number,
  topic: string,
): VisibilityPolicy => topicVisibility.get(topicKey(channelId, topic)) ?? TopicVisibility.inherited

/** By itself, or with its channel where nothing was chosen for it. */
export function isTopicMuted(
  state: Pick<ChatState, 'topicVisibility' | 'subscriptions'>,
  channelId: number,
  topic: string,
): boolean {
  const choice = visibilityOf(state, channelId, topic)
  if (choice !== TopicVisibility.inherited) return choice === TopicVisibility.muted
  return state.subscriptions.get(channelId)?.is_muted ?? false
}
