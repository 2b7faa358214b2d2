import { type ChatState, useChat } from './store.ts'
import { isTopicMuted } from './topic-visibility.ts'

/** The numbers that the screen shows. What is muted counts nowhere but in its own row. */
export interface UnreadSummary {
  total: number
  directs: number
  mentions: number
  byChannel: ReadonlyMap<number, number>
  channelsWithMention: ReadonlySet<number>
}

let cached: { version: number; of: ChatState['unreads']; subscriptions: unknown; summary: UnreadSummary } | undefined

/** Counted once a change, however many rows ask. */
export function unreadSummary(state: ChatState): UnreadSummary {
  const { unreadsVersion: version, unreads: of, subscriptions } = state
  if (cached?.version !== version || cached.of !== of || cached.subscriptions !== subscriptions) {
    cached = { version, of, subscriptions, summary: count(state) }
  }
  return cached.summary
}

export function useUnread<T>(select: (summary: UnreadSummary) => T): T {
  return useChat((state) => select(unreadSummary(state)))
}

function count(state: ChatState): UnreadSummary {
  const { unreads, subscriptions } = state
  let directs = 0
  let inChannels = 0
  const byChannel = new Map<number, number>()
  const channelsWithMention = new Set<number>()
  for (const { place, ids } of unreads.conversations.values()) {
    if ('userIds' in place) {
      directs += ids.size
      continue
    }
    const { channelId, topic } = place
    if (!subscriptions.has(channelId)) continue
    if (unreads.mentions.size > 0 && [...ids].some((id) => unreads.mentions.has(id))) channelsWithMention.add(channelId)
    if (isTopicMuted(state, channelId, topic)) continue
    byChannel.set(channelId, (byChannel.get(channelId) ?? 0) + ids.size)
    inChannels += ids.size
  }
  return { total: directs + inChannels, directs, mentions: unreads.mentions.size, byChannel, channelsWithMention }
}

/** How many of a conversation's messages are unread, muted or not. */
export function useUnreadIn(key: string): number {
  return useChat(({ unreads }) => unreads.conversations.get(key)?.ids.size ?? 0)
}
