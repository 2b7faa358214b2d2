import type { Destination, NarrowTerm } from '../api/messages.ts'
import type { Message } from '../api/types.ts'

/** A search: all terms must hold. The empty narrow is the combined feed. */
export type Narrow = readonly NarrowTerm[]

export const channelNarrow = (channelId: number): Narrow => [{ operator: 'channel', operand: channelId }]

export const topicNarrow = (channelId: number, topic: string): Narrow => [
  { operator: 'channel', operand: channelId },
  { operator: 'topic', operand: topic },
]

/** `userIds`: the others; for notes to oneself, oneself. */
export const directNarrow = (userIds: readonly number[]): Narrow => [{ operator: 'dm', operand: sorted(userIds) }]

export const isNarrow = (what: string): Narrow => [{ operator: 'is', operand: what }]

export const feedNarrow: Narrow = []

/** The same for narrows that show the same messages. Topics compare without their case. */
export function narrowKey(narrow: Narrow): string {
  return narrow
    .map(({ operator, operand, negated }) => {
      const value = operator === 'topic' ? String(operand).toLowerCase() : String(operand)
      return `${negated ? '-' : ''}${operator}:${value}`
    })
    .join('/')
}

/** Where a message written in this narrow goes, if that is one place. */
export function destinationOf(narrow: Narrow): Destination | undefined {
  const channelId = operand(narrow, 'channel')
  const topic = operand(narrow, 'topic')
  const people = operand(narrow, 'dm')
  if (narrow.length === 2 && typeof channelId === 'number' && typeof topic === 'string') return { channelId, topic }
  if (narrow.length === 1 && Array.isArray(people)) return { userIds: people }
  return undefined
}

export function narrowOf(destination: Destination): Narrow {
  return 'channelId' in destination ? topicNarrow(destination.channelId, destination.topic) : directNarrow(destination.userIds)
}

/** The topic or direct conversation that a message belongs to. */
export function conversationOf(message: Message, me: number): Destination {
  if (message.type === 'stream') return { channelId: message.stream_id!, topic: message.subject }
  return { userIds: otherPeople(message, me) }
}

/** Everyone else in a direct message; for notes to oneself, oneself. */
export function otherPeople(message: Message, me: number): number[] {
  const everyone = (message.display_recipient as { id: number }[]).map(({ id }) => id)
  return withoutMe(everyone, me)
}

export function withoutMe(userIds: readonly number[], me: number): number[] {
  const others = userIds.filter((id) => id !== me)
  return sorted(others.length > 0 ? others : [me])
}

export function operand(narrow: Narrow, operator: string): NarrowTerm['operand'] | undefined {
  return narrow.find((term) => term.operator === operator && !term.negated)?.operand
}

/** One key for a topic or a direct conversation, the same whatever the topic's case. */
export function conversationKey(place: Destination): string {
  return 'channelId' in place ? topicKey(place.channelId, place.topic) : directKey(place.userIds)
}

export const topicKey = (channelId: number, topic: string): string => `${channelId}:${topic.toLowerCase()}`

export const directKey = (userIds: readonly number[]): string => sorted(userIds).join(',')

function sorted(ids: readonly number[]): number[] {
  return [...ids].sort((a, b) => a - b)
}
