import type { Destination } from '../api/messages.ts'
import { conversationKey } from '../narrow/narrow.ts'

/** A message written here that the server has not confirmed yet. */
export interface PendingMessage {
  localId: string
  to: Destination
  content: string
  /** Unix seconds */
  timestamp: number
  /** `unsure`: sent, but the line broke before the answer; `failed`: refused, and the reason is in `problem`. */
  state: 'sending' | 'unsure' | 'failed'
  problem?: string
  /** The newest message when this one was written: what the server stored of it has a higher id. */
  after: number
  /** Set once the server has it; its event, or a refetch, will put it into the list. */
  acceptedId?: number
}

export function pendingIn(outbox: readonly PendingMessage[], to: Destination): PendingMessage[] {
  const key = conversationKey(to)
  return outbox.filter((pending) => conversationKey(pending.to) === key)
}
