import { best } from '../completion/completions.ts'
import type { ChatState } from '../state/store.ts'

export interface Suggestion {
  /** The whole text of the search with this suggestion in it. */
  text: string
  label: string
  /** The term is complete: choosing it runs the search. */
  final: boolean
}

const fixed: [term: string, label: string][] = [
  ['is:unread', 'Unread messages'],
  ['is:mentioned', 'Messages that mention you'],
  ['is:starred', 'Starred messages'],
  ['is:dm', 'Direct messages'],
  ['is:followed', 'Followed topics'],
  ['is:resolved', 'Resolved topics'],
  ['has:attachment', 'With files'],
  ['has:image', 'With pictures'],
  ['has:link', 'With links'],
  ['has:reaction', 'With reactions'],
  ['sender:me', 'Written by you'],
]

const openTerms: [term: string, label: string][] = [
  ['channel:', 'In a channel'],
  ['topic:', 'In a topic'],
  ['sender:', 'From somebody'],
  ['dm:', 'In direct messages with somebody'],
]

const most = 8

/** What the last word of a search may become. */
export function suggestionsFor(typed: string, state: ChatState): Suggestion[] {
  const at = Math.max(typed.lastIndexOf(' ') + 1, 0)
  const [done, last] = [typed.slice(0, at), typed.slice(at)]
  const negated = last.startsWith('-') ? '-' : ''
  const word = last.slice(negated.length).toLowerCase()
  const value = word.match(/^(?:channel|stream|sender|from|dm):(.*)$/)?.[1]
  const make = (term: string, label: string, final: boolean): Suggestion => ({
    text: done + negated + term,
    label: negated ? `Not: ${label}` : label,
    final,
  })

  if (value !== undefined && /^(?:channel|stream):/.test(word)) {
    return best([...state.channels.values()], value, ({ name }) => name)
      .slice(0, most)
      .map(({ name }) => make(`channel:${quote(name)}`, `In #${name}`, true))
  }
  if (value !== undefined) {
    const operator = word.startsWith('dm') ? 'dm' : 'sender'
    const active = [...state.people.values()].filter((person) => person.is_active)
    return best(active, value, ({ full_name }) => full_name)
      .slice(0, most)
      .map(({ full_name }) =>
        make(`${operator}:${quote(full_name)}`, operator === 'dm' ? `With ${full_name}` : `From ${full_name}`, true),
      )
  }
  const matching = (list: typeof fixed) =>
    list.filter(([term, label]) => term.startsWith(word) || label.toLowerCase().includes(word))
  return [
    ...matching(openTerms).map(([term, label]) => make(term, label, false)),
    ...matching(fixed).map(([term, label]) => make(term, label, true)),
  ].slice(0, most)
}

function quote(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name
}
