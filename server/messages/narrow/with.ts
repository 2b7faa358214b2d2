import type { MessageId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import { findVisible } from '../access.ts'
import { membersOf } from '../conversations.ts'
import { badNarrow } from '../errors.ts'
import type { Narrow, NarrowTerm } from './narrow.ts'
import { messageIdFrom } from './operands.ts'

const namePlaces = new Set(['channel', 'topic', 'dm'])

/**
 * Turns `with` (the conversation that a message is in now, wherever it was when a link to it was made) into the terms of that
 * place. What else the narrow says of a place is then out of date.
 */
export async function followMessage(db: Db, viewer: Viewer, narrow: Narrow): Promise<Narrow> {
  const [term, second] = narrow.filter(({ operator }) => operator === 'with')
  if (!term) return narrow
  if (second) throw badNarrow("Duplicate 'with' operators.")
  if (term.negated) throw badNarrow("'with' cannot be negated")
  const others = narrow.filter((other) => other !== term)
  const place = await placeOf(db, viewer, messageIdFrom('with', term.operand))
  if (place) return [...others.filter(({ operator, negated }) => negated || !namePlaces.has(operator)), ...place]
  if (!others.some(({ operator, negated }) => !negated && namePlaces.has(operator))) throw badNarrow('unknown message')
  return others
}

/** Undefined where there is no such message, or the viewer may not read it. */
async function placeOf(db: Db, viewer: Viewer, id: MessageId): Promise<NarrowTerm[] | undefined> {
  const message = (await findVisible(db, viewer, id))?.message
  if (!message) return undefined
  if (message.conversationId === null) {
    return [
      { operator: 'channel', operand: message.channelId!, negated: false },
      { operator: 'topic', operand: message.topic!, negated: false },
    ]
  }
  const members = (await membersOf(db, [message.conversationId])).get(message.conversationId) ?? []
  return [{ operator: 'dm', operand: members, negated: false }]
}
