import type { Message } from '../api/types.ts'
import { conversationKey, conversationOf } from '../narrow/narrow.ts'
import { dayOf } from '../time.ts'

/** What stands above a message, given the one before it. */
export interface Lead {
  /** Another day began. */
  day: boolean
  /** Another conversation begins: only in views that mix several. */
  recipient: boolean
  unreadLine: boolean
  /** Same sender, shortly after: no need for the name again. */
  continues: boolean
}

const groupSeconds = 600

export function leadOf(
  message: Message,
  before: Message | undefined,
  mixed: boolean,
  firstUnreadId: number | undefined,
  me: number,
): Lead {
  const day = !before || dayOf(before.timestamp) !== dayOf(message.timestamp)
  const sameConversation =
    before !== undefined && conversationKey(conversationOf(before, me)) === conversationKey(conversationOf(message, me))
  const recipient = mixed && (!sameConversation || day)
  const unreadLine = message.id === firstUnreadId
  const continues =
    before !== undefined &&
    !day &&
    !unreadLine &&
    sameConversation &&
    before.sender_id === message.sender_id &&
    !before.is_me_message &&
    !message.is_me_message &&
    message.timestamp - before.timestamp < groupSeconds
  return { day, recipient, unreadLine, continues }
}
