import { showToast } from '../../ui/index.ts'
import { conversationKey, destinationOf, narrowOf } from '../narrow/narrow.ts'
import { currentView, goToNarrow } from '../navigation.ts'
import { type ChatState, store } from '../state/store.ts'
import { isTopicMuted } from '../state/topic-visibility.ts'
import type { UnreadConversation } from '../state/unreads.ts'

/** Goes to the next conversation with something unread: in this channel, then the other channels, then people. */
export function goToNextUnread(): void {
  const state = store.getState()
  const view = currentView()
  const here = view.name === 'narrow' ? destinationOf(view.narrow) : undefined
  const hereKey = here && conversationKey(here)
  const waiting = [...state.unreads.conversations]
    .filter(([key, { place }]) => key !== hereKey && counts(state, place))
    .map(([, conversation]) => conversation)
  const channelHere = here && 'channelId' in here ? here.channelId : undefined
  waiting.sort((a, b) => rank(state, a, channelHere) - rank(state, b, channelHere) || Math.min(...a.ids) - Math.min(...b.ids))
  const next = waiting[0]
  if (next) goToNarrow(narrowOf(next.place))
  else showToast('Everything is read.')
}

function counts(state: ChatState, place: UnreadConversation['place']): boolean {
  if ('userIds' in place) return true
  return state.subscriptions.has(place.channelId) && !isTopicMuted(state, place.channelId, place.topic)
}

function rank({ subscriptions }: ChatState, { place }: UnreadConversation, channelHere: number | undefined): number {
  if ('userIds' in place) return 3
  if (place.channelId === channelHere) return 0
  return subscriptions.get(place.channelId)?.pin_to_top ? 1 : 2
}
