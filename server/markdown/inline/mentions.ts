import type { MarkdownIt, StateInline, Token } from 'markdown-it'
import type { KnownGroup, KnownUser } from '../context.ts'
import type { Environment } from '../environment.ts'
import { escapeText } from '../escape.ts'
import { maskedSource } from './masked-source.ts'

const userMention = /@(_?)\*\*([^*]+)\*\*/y
const groupMention = /@(_?)\*([^*]+)\*/y
const channelWildcards = new Set(['all', 'everyone', 'channel', 'stream'])

/** `@**Name**`, `@**Name|id**`, `@*group*` and the wildcards; with `_` after the `@` they call nobody. */
export function mentions(md: MarkdownIt): void {
  md.inline.ruler.push('mention', (state, silent) => mention(state, silent, userMention, pushUserMention))
  md.inline.ruler.push('group mention', (state, silent) => mention(state, silent, groupMention, pushGroupMention))
  md.renderer.rules.mention = (tokens, index) => {
    const attributes = (tokens[index]!.attrs ?? []).map(([name, value]) => ` ${name}="${value}"`)
    return `<span${attributes.join('')}>${escapeText(tokens[index]!.content)}</span>`
  }
}

/** Mentions, channel links and their like stand at the start of a word, or after an opening bracket or quote. */
export const mayBeginAt = (source: string, position: number): boolean =>
  position === 0 || /[\s'"({[/<]/.test(source[position - 1]!)

type Push = (state: StateInline, env: Environment, name: string, isSilent: boolean) => boolean

function mention(state: StateInline, silent: boolean, pattern: RegExp, push: Push): boolean {
  const source = maskedSource(state)
  if (source[state.pos] !== '@' || !mayBeginAt(source, state.pos)) return false
  pattern.lastIndex = state.pos
  const match = pattern.exec(source)
  if (!match || silent) return false
  const env = state.env as unknown as Environment
  if (!push(state, env, match[2]!, match[1] === '_' || env.quoted)) return false
  state.pos += match[0].length
  return true
}

function pushUserMention(state: StateInline, { context, facts }: Environment, name: string, isSilent: boolean): boolean {
  if (channelWildcards.has(name)) {
    facts.mentionsChannel ||= !isSilent
    pushSpan(state, name, 'user-mention channel-wildcard-mention', isSilent).attrSet('data-user-id', '*')
    return true
  }
  if (name === 'topic') {
    facts.mentionsTopic ||= !isSilent
    pushSpan(state, name, 'topic-mention', isSilent)
    return true
  }
  const user = findUser(context.users ?? [], name)
  if (!user) return false
  const isQuiet = isSilent || !user.isActive
  if (!isQuiet) facts.mentionedUserIds.add(user.id)
  pushSpan(state, user.fullName, 'user-mention', isQuiet).attrSet('data-user-id', user.id)
  return true
}

/** With an id, the name must be that user's: a mistaken id would call somebody else. */
function findUser(users: readonly KnownUser[], text: string): KnownUser | undefined {
  const withId = /^(.+)?\|(\d{1,15})$/s.exec(text)
  if (!withId) return users.find(({ fullName }) => fullName.toLowerCase() === text.toLowerCase())
  const [, name, id] = withId
  return users.find((user) => user.id === Number(id) && (!name || user.fullName === name))
}

function pushGroupMention(state: StateInline, { context, facts }: Environment, name: string, isSilent: boolean): boolean {
  const group = context.groups?.find((known) => known.name.toLowerCase() === name.toLowerCase())
  if (!group) return false
  const isQuiet = isSilent || !group.isActive
  if (!isQuiet) facts.mentionedGroupIds.add(group.id)
  pushSpan(state, shownAs(group), 'user-group-mention', isQuiet).attrSet('data-user-group-id', group.id)
  return true
}

const shownAs = (group: KnownGroup): string => group.shownAs || group.name

function pushSpan(state: StateInline, name: string, className: string, isSilent: boolean): Token {
  const token = state.push('mention', 'span', 0)
  token.attrSet('class', isSilent ? `${className} silent` : className)
  token.content = isSilent ? name : `@${name}`
  return token
}
