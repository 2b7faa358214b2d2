import { keep } from '../actions/open-list.ts'
import { fetchMessages } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { conversationKey, conversationOf } from '../narrow/narrow.ts'
import { isQuiet } from '../state/lists.ts'
import type { ChatState } from '../state/store.ts'

const fetched = 1000

/** Fetches the newest messages of everything, from which the recent conversations follow. */
export async function loadRecent(): Promise<void> {
  const { messages } = await fetchMessages({ narrow: [], anchor: 'newest', before: fetched, after: 0 })
  keep(messages)
}

export interface RecentConversation {
  key: string
  newest: Message
  /** Who wrote lately, the latest first. */
  senders: number[]
}

const shownSenders = 4

/** The newest message of each conversation among those we hold, newest first. */
export function recentConversations(state: ChatState): RecentConversation[] {
  const found = new Map<string, RecentConversation>()
  const newestFirst = [...state.messages.values()].sort((a, b) => b.id - a.id)
  for (const message of newestFirst) {
    if (isQuiet(state, message)) continue
    if (message.type === 'stream' && !state.subscriptions.has(message.stream_id!)) continue
    const key = conversationKey(conversationOf(message, state.me))
    const known = found.get(key)
    if (!known) found.set(key, { key, newest: message, senders: [message.sender_id] })
    else if (known.senders.length < shownSenders && !known.senders.includes(message.sender_id))
      known.senders.push(message.sender_id)
  }
  return [...found.values()]
}
