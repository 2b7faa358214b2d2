import type { Message } from '../api/types.ts'
import { directKey, type Narrow, otherPeople } from './narrow.ts'

/** What the decision needs to know beyond the message. */
export interface MatchFacts {
  me: number
  isFollowed: (channelId: number, topic: string) => boolean
}

/** Whether a message belongs to a narrow; undefined when only the server can tell. */
export function matches(narrow: Narrow, message: Message, facts: MatchFacts): boolean | undefined {
  let sure = true
  for (const term of narrow) {
    const answer = matchesTerm(term.operator, term.operand, message, facts)
    if (answer === undefined) sure = false
    else if (answer === Boolean(term.negated)) return false
  }
  return sure ? true : undefined
}

function matchesTerm(
  operator: string,
  operand: string | number | number[],
  message: Message,
  facts: MatchFacts,
): boolean | undefined {
  switch (operator) {
    case 'channel':
      return message.stream_id === operand
    case 'topic':
      return message.type === 'stream' && message.subject.toLowerCase() === String(operand).toLowerCase()
    case 'dm':
      return message.type === 'private' && directKey(otherPeople(message, facts.me)) === directKey(operand as number[])
    case 'sender':
      return message.sender_id === operand || message.sender_email === operand
    case 'is':
      return matchesIs(String(operand), message, facts)
    case 'id':
    case 'near':
    case 'with':
      return operator === 'id' ? message.id === operand : true
    default:
      return undefined
  }
}

function matchesIs(what: string, message: Message, { isFollowed }: MatchFacts): boolean | undefined {
  switch (what) {
    case 'dm':
    case 'private':
      return message.type === 'private'
    case 'starred':
      return message.flags.includes('starred')
    case 'mentioned':
      return isMention(message)
    case 'alerted':
      return message.flags.includes('has_alert_word')
    case 'unread':
      return !message.flags.includes('read')
    case 'followed':
      return message.type === 'stream' && isFollowed(message.stream_id!, message.subject)
    case 'resolved':
      return message.type === 'stream' && message.subject.startsWith('✔ ')
    default:
      return undefined
  }
}

const mentionFlags = ['mentioned', 'wildcard_mentioned', 'stream_wildcard_mentioned', 'topic_wildcard_mentioned']

export function isMention({ flags }: Pick<Message, 'flags'>): boolean {
  return mentionFlags.some((flag) => flags.includes(flag))
}
