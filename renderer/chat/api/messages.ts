import { request } from './request.ts'
import type { Message, Reaction } from './types.ts'

export interface NarrowTerm {
  operator: string
  operand: string | number | number[]
  negated?: boolean
}

export type Anchor = number | 'newest' | 'oldest' | 'first_unread'

export interface MessagePage {
  messages: Message[]
  anchor: number
  found_newest: boolean
  found_oldest: boolean
  found_anchor: boolean
  history_limited: boolean
}

interface PageWanted {
  narrow: NarrowTerm[]
  anchor: Anchor
  before: number
  after: number
  includeAnchor?: boolean
  /** The text as it was written instead of its HTML. */
  source?: boolean
}

export function fetchMessages({
  narrow,
  anchor,
  before,
  after,
  includeAnchor = true,
  source = false,
}: PageWanted): Promise<MessagePage> {
  return request('GET', '/messages', {
    narrow,
    anchor: String(anchor),
    num_before: before,
    num_after: after,
    include_anchor: includeAnchor,
    apply_markdown: !source,
    client_gravatar: false,
    allow_empty_topic_name: true,
  })
}

/** One message, with the text as it was written. */
export async function fetchSource(id: number): Promise<string> {
  const { message } = await request<{ message: Message }>('GET', `/messages/${id}`, {
    apply_markdown: false,
    allow_empty_topic_name: true,
  })
  return message.content
}

export async function fetchMessage(id: number): Promise<Message> {
  const { message } = await request<{ message: Message }>('GET', `/messages/${id}`, { allow_empty_topic_name: true })
  return message
}

/** Where a new message goes. */
export type Destination = { channelId: number; topic: string } | { userIds: number[] }

export function sendMessage(to: Destination, content: string, queueId: string | undefined, localId: string) {
  return request<{ id: number }>('POST', '/messages', {
    ...('channelId' in to ? { type: 'channel', to: to.channelId, topic: to.topic } : { type: 'direct', to: to.userIds }),
    content,
    queue_id: queueId,
    local_id: localId,
    read_by_sender: true,
  })
}

export interface MessageChange {
  content?: string
  topic?: string
  stream_id?: number
  propagate_mode?: 'change_one' | 'change_later' | 'change_all'
  send_notification_to_old_thread?: boolean
  send_notification_to_new_thread?: boolean
}

export const editMessage = (id: number, change: MessageChange) => request('PATCH', `/messages/${id}`, { ...change })

export const deleteMessage = (id: number) => request('DELETE', `/messages/${id}`)

export interface HistoryEntry {
  timestamp: number
  user_id: number | null
  topic: string
  rendered_content: string
  content: string
  prev_topic?: string
  prev_content?: string
  content_html_diff?: string
}

export async function fetchHistory(id: number): Promise<HistoryEntry[]> {
  const { message_history } = await request<{ message_history: HistoryEntry[] }>('GET', `/messages/${id}/history`, {
    allow_empty_topic_name: true,
  })
  return message_history
}

export async function fetchReaders(id: number): Promise<number[]> {
  return (await request<{ user_ids: number[] }>('GET', `/messages/${id}/read_receipts`)).user_ids
}

export function changeFlags(messages: number[], op: 'add' | 'remove', flag: 'read' | 'starred') {
  return request('POST', '/messages/flags', { messages, op, flag })
}

/** Marks everything in a narrow as read, a thousand messages a step. */
export async function markNarrowAsRead(narrow: NarrowTerm[]): Promise<void> {
  let anchor: string | number = 'oldest'
  for (;;) {
    const step: { found_newest: boolean; last_processed_id: number | null } = await request('POST', '/messages/flags/narrow', {
      narrow: [...narrow, { operator: 'is', operand: 'unread' }],
      anchor: String(anchor),
      include_anchor: false,
      num_before: 0,
      num_after: 1000,
      op: 'add',
      flag: 'read',
    })
    if (step.found_newest || step.last_processed_id === null) return
    anchor = step.last_processed_id
  }
}

/** Marks a narrow's messages from `anchor` on as unread again. */
export function markUnreadFrom(narrow: NarrowTerm[], anchor: number) {
  return request('POST', '/messages/flags/narrow', {
    narrow,
    anchor: String(anchor),
    include_anchor: true,
    num_before: 0,
    num_after: 5000,
    op: 'remove',
    flag: 'read',
  })
}

type Emoji = Pick<Reaction, 'emoji_name' | 'emoji_code' | 'reaction_type'>

export function addReaction(id: number, { emoji_name, emoji_code, reaction_type }: Emoji) {
  return request('POST', `/messages/${id}/reactions`, { emoji_name, emoji_code, reaction_type })
}

export function removeReaction(id: number, { emoji_name, emoji_code, reaction_type }: Emoji) {
  return request('DELETE', `/messages/${id}/reactions`, { emoji_name, emoji_code, reaction_type })
}

export function sendSubmessage(messageId: number, content: object) {
  return request('POST', '/submessage', { message_id: messageId, msg_type: 'widget', content: JSON.stringify(content) })
}

export function sendTyping(op: 'start' | 'stop', to: Destination) {
  return request(
    'POST',
    '/typing',
    'channelId' in to
      ? { op, type: 'channel', stream_id: to.channelId, topic: to.topic }
      : { op, type: 'direct', to: to.userIds },
  )
}
