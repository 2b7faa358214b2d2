import type { NarrowTerm } from '../api/messages.ts'
import { directTitle } from '../sidebar/direct-title.ts'
import type { ChatState } from '../state/store.ts'
import type { Narrow } from './narrow.ts'

const operators = new Set(['channel', 'topic', 'sender', 'dm', 'is', 'has', 'id', 'channels'])
const oldNames: Record<string, string> = { stream: 'channel', from: 'sender', 'pm-with': 'dm', subject: 'topic' }

/**
 * Reads what somebody typed into the search: `channel:general from:ada "two words" -has:image soup`. Values with blanks
 * stand in quotes or with `+` for the blank; what is no term is searched for in the text.
 */
export function parseSearch(typed: string, state: ChatState): Narrow {
  const terms: NarrowTerm[] = []
  const words: string[] = []
  for (const piece of typed.match(/-?[\w-]+:"[^"]*"|"[^"]*"|\S+/g) ?? []) {
    const found = piece.match(/^(-?)([\w-]+):(.+)$/)
    const operator = found ? (oldNames[found[2]!] ?? found[2]!) : ''
    if (!found || !operators.has(operator)) {
      words.push(piece)
      continue
    }
    const value = found[3]!.replace(/^"(.*)"$/, '$1').replaceAll('+', ' ')
    const operand = operandFrom(operator, value, state)
    terms.push(found[1] ? { operator, operand, negated: true } : { operator, operand })
  }
  if (words.length > 0) terms.push({ operator: 'search', operand: words.join(' ') })
  return terms
}

function operandFrom(operator: string, value: string, { channels, people, me }: ChatState): NarrowTerm['operand'] {
  const same = (name: string) => name.toLowerCase() === value.toLowerCase()
  if (operator === 'channel') return [...channels.values()].find(({ name }) => same(name))?.stream_id ?? value
  if (operator === 'sender' && same('me')) return me
  if (operator === 'sender')
    return [...people.values()].find(({ full_name, email }) => same(full_name) || same(email))?.user_id ?? value
  if (operator === 'dm') {
    const ids = value
      .split(',')
      .map(
        (part) =>
          [...people.values()].find(({ full_name, email }) =>
            [full_name, email].some((name) => name.toLowerCase() === part.trim().toLowerCase()),
          )?.user_id,
      )
    return ids.every((id) => id !== undefined) ? ids : value
  }
  if (operator === 'id') return Number(value) || value
  return value
}

/** A narrow as one would type it. */
export function searchText(narrow: Narrow, state: ChatState): string {
  return narrow.map((term) => termText(term, state)).join(' ')
}

function termText({ operator, operand, negated }: NarrowTerm, state: ChatState): string {
  if (operator === 'search') return String(operand)
  return `${negated ? '-' : ''}${operator}:${quoted(operandText(operator, operand, state))}`
}

function operandText(operator: string, operand: NarrowTerm['operand'], state: ChatState): string {
  if (operator === 'channel') return state.channels.get(operand as number)?.name ?? String(operand)
  if (operator === 'sender') return state.people.get(operand as number)?.full_name ?? String(operand)
  if (operator === 'dm' && Array.isArray(operand)) return operand.map((id) => state.people.get(id)?.full_name ?? id).join(',')
  return String(operand)
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value
}

const isWords: Record<string, string> = {
  starred: 'starred',
  mentioned: 'mentioning you',
  unread: 'unread',
  dm: 'direct messages',
  followed: 'in followed topics',
  resolved: 'in resolved topics',
  alerted: 'with your alert words',
}

/** A term in words, for headings. */
export function describeTerm({ operator, operand, negated }: NarrowTerm, state: ChatState): string {
  const not = negated ? 'not ' : ''
  const value = operandText(operator, operand, state)
  switch (operator) {
    case 'search':
      return `“${value}”`
    case 'channel':
      return `${not}in #${value}`
    case 'topic':
      return `${not}in topic ${value || state.organization.emptyTopicName}`
    case 'sender':
      return `${not}from ${value}`
    case 'dm':
      return `${not}with ${Array.isArray(operand) ? directTitle(state, operand) : value}`
    case 'is':
      return not + (isWords[value] ?? value)
    case 'has':
      return `${negated ? 'without' : 'with'} ${value}`
    default:
      return `${not}${operator}: ${value}`
  }
}
