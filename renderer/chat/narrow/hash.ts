import type { NarrowTerm } from '../api/messages.ts'
import type { Narrow } from './narrow.ts'

/** What the part of the address after `#` asks for. */
export type View = { name: 'inbox' } | { name: 'recent' } | { name: 'narrow'; narrow: Narrow; near?: number; with?: number }

/** Names that go into an address beside an id, only so that people can read it. */
export interface HashNames {
  channelName: (id: number) => string | undefined
  userName: (id: number) => string | undefined
}

/** Zulip's encoding: as in any URL, but with a dot for the percent sign, so that links survive more programs. */
export function encodeHash(text: string): string {
  return encodeURIComponent(text)
    .replace(/[.()!'*~]/g, escapeCharacter)
    .replaceAll('%', '.')
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/** Text that is no valid encoding is taken as it is. */
export function decodeHash(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('.', '%'))
  } catch {
    return text
  }
}

export function hashOf(view: View, names: HashNames): string {
  if (view.name !== 'narrow') return `#${view.name}`
  if (view.narrow.length === 0 && view.near === undefined) return '#feed'
  const parts = view.narrow.map(({ operator, operand, negated }) => {
    const value =
      operator === 'channel' ? slug(operand, names.channelName) : operator === 'dm' ? people(operand, names) : String(operand)
    return `${negated ? '-' : ''}${operator}/${encodeHash(value)}`
  })
  if (view.near !== undefined) parts.push(`near/${view.near}`)
  return `#narrow/${parts.join('/')}`
}

function slug(operand: NarrowTerm['operand'], channelName: HashNames['channelName']): string {
  const name = typeof operand === 'number' ? channelName(operand) : undefined
  return name ? `${operand}-${name.replaceAll(' ', '-')}` : String(operand)
}

function people(operand: NarrowTerm['operand'], { userName }: HashNames): string {
  const ids = operand as number[]
  const name = ids.length === 1 ? userName(ids[0]!)?.replaceAll(' ', '-') : ids.length > 1 ? 'group' : undefined
  return name ? `${ids.join(',')}-${name}` : ids.join(',')
}

const oldNames: Record<string, string> = {
  stream: 'channel',
  subject: 'topic',
  'pm-with': 'dm',
  'group-pm-with': 'dm-including',
  from: 'sender',
}

/**
 * Reads an address. Anything it does not know leads to the inbox rather than to an error.
 * `channelId` finds a channel by its name, for links that lack the id.
 */
export function parseHash(hash: string, channelId: (name: string) => number | undefined): View {
  const [name, ...rest] = hash.replace(/^#/, '').split('/')
  if (name === 'recent') return { name: 'recent' }
  if (name === 'feed' || name === 'all_messages') return { name: 'narrow', narrow: [] }
  if (name !== 'narrow') return { name: 'inbox' }

  const view: View = { name: 'narrow', narrow: [] }
  const terms: NarrowTerm[] = []
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const written = decodeHash(rest[at]!)
    const negated = written.startsWith('-')
    const bare = negated ? written.slice(1) : written
    const operator = oldNames[bare] ?? bare
    const value = decodeHash(rest[at + 1]!)
    if (operator === 'near' || operator === 'with') {
      const id = Number.parseInt(value, 10)
      if (Number.isSafeInteger(id)) view[operator] = id
      continue
    }
    const operand = parseOperand(operator, value, channelId)
    if (operand !== undefined) terms.push(negated ? { operator, operand, negated } : { operator, operand })
  }
  return { ...view, narrow: terms }
}

function parseOperand(
  operator: string,
  value: string,
  channelId: (name: string) => number | undefined,
): NarrowTerm['operand'] | undefined {
  if (operator === 'channel') {
    const id = value.match(/^(\d+)(?:-|$)/)?.[1]
    return id ? Number(id) : (channelId(value) ?? channelId(value.replaceAll('-', ' ')))
  }
  if (operator === 'dm' || operator === 'dm-including') {
    const ids = value.match(/^\d+(?:,\d+)*/)?.[0]
    return ids?.split(',').map(Number)
  }
  if (operator === 'sender' || operator === 'id') {
    const id = value.match(/^(?:user)?(\d+)(?:-|$)/)?.[1]
    return id ? Number(id) : value
  }
  return value
}
