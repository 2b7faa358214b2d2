import type { PlainEvent } from './event.ts'

/** Terms of a queue's narrow, as `[operator, operand]`: message events outside it are not heard. */
export type QueueNarrow = readonly (readonly [operator: string, operand: string])[]

interface HeardMessage {
  readonly type?: string
  readonly display_recipient?: unknown
  readonly stream_id?: number
  readonly subject?: string
  readonly sender_email?: string
}

/**
 * Whether a queue with this narrow hears `event`. Only message events are narrowed.
 * @see https://zulip.com/api/register-queue#parameter-narrow
 */
export function narrowHears(narrow: QueueNarrow, event: PlainEvent): boolean {
  if (event.type !== 'message' || narrow.length === 0) return true
  const message = event.message as HeardMessage
  const flags = event.flags as readonly string[]
  return narrow.every(([operator, operand]) => termHears(operator, operand, message, flags))
}

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

function termHears(operator: string, operand: string, message: HeardMessage, flags: readonly string[]): boolean {
  if (operator === 'stream' || operator === 'channel') return inChannel(operand, message)
  if (operator === 'topic' || operator === 'subject') return message.type === 'stream' && same(message.subject, operand)
  if (operator === 'sender') return same(message.sender_email, operand)
  if (operator === 'is') return isWhat(operand, message, flags)
  return true
}

const inChannel = (operand: string, { type, display_recipient, stream_id }: HeardMessage): boolean =>
  type === 'stream' && (String(stream_id) === operand || same(display_recipient as string, operand))

function isWhat(operand: string, message: HeardMessage, flags: readonly string[]): boolean {
  if (operand === 'dm' || operand === 'private') return message.type === 'private'
  if (operand === 'starred') return flags.includes('starred')
  if (operand === 'unread') return !flags.includes('read')
  if (operand === 'mentioned')
    return ['mentioned', 'stream_wildcard_mentioned', 'topic_wildcard_mentioned'].some((flag) => flags.includes(flag))
  if (operand === 'alerted') return flags.includes('has_alert_word')
  return true
}
