import type { MarkdownIt, StateInline } from 'markdown-it'
import type { KnownChannel } from '../context.ts'
import type { Environment } from '../environment.ts'
import { escapeText } from '../escape.ts'
import { maskedSource } from './masked-source.ts'
import { mayBeginAt } from './mentions.ts'

const messageLink = /#\*\*([^*>]+)>([^*]*)@(\d+)\*\*/y
const topicLink = /#\*\*([^*>]+)>([^*]*)\*\*/y
const channelLink = /#\*\*([^*]+)\*\*/y

/** `#**channel**`, `#**channel>topic**` and `#**channel>topic@message**`, for channels that the author may read. */
export function channelLinks(md: MarkdownIt): void {
  md.inline.ruler.push('channel link', (state, silent) => {
    const source = maskedSource(state)
    const env = state.env as unknown as Environment
    if (silent || env.inLink || !source.startsWith('#**', state.pos) || !mayBeginAt(source, state.pos)) return false
    return linkToMessage(state, source, env) || linkToTopic(state, source, env) || linkToChannel(state, source, env)
  })
}

function matchAt(pattern: RegExp, source: string, state: StateInline): RegExpExecArray | null {
  pattern.lastIndex = state.pos
  return pattern.exec(source)
}

const channelNamed = ({ context }: Environment, name: string): KnownChannel | undefined =>
  context.channels?.find((channel) => channel.name === name)

function linkToMessage(state: StateInline, source: string, env: Environment): boolean {
  const match = matchAt(messageLink, source, state)
  const channel = match && channelNamed(env, match[1]!)
  if (!channel) return false
  const href = `${channelUrl(channel)}/topic/${encodeForUrl(match[2]!)}/near/${match[3]}`
  pushLink(
    state,
    match[0].length,
    [
      ['class', 'message-link'],
      ['href', href],
    ],
    topicText(channel, match[2]!, env, ' @ 💬'),
  )
  return true
}

function linkToTopic(state: StateInline, source: string, env: Environment): boolean {
  const match = matchAt(topicLink, source, state)
  const channel = match && channelNamed(env, match[1]!)
  if (!channel) return false
  const topic = match[2]!
  const known = env.context.topics?.find((other) => other.channelId === channel.id && sameTopic(other.topic, topic))
  const newest = known ? `/with/${known.newestMessageId}` : ''
  const attributes = [
    ['class', 'stream-topic'],
    ['data-stream-id', String(channel.id)],
    ['href', `${channelUrl(channel)}/topic/${encodeForUrl(topic)}${newest}`],
  ] as const
  pushLink(state, match[0].length, attributes, topicText(channel, topic, env, ''))
  return true
}

function linkToChannel(state: StateInline, source: string, env: Environment): boolean {
  const match = matchAt(channelLink, source, state)
  const channel = match && channelNamed(env, match[1]!)
  if (!channel) return false
  const attributes = [
    ['class', 'stream'],
    ['data-stream-id', String(channel.id)],
    ['href', channelUrl(channel)],
  ] as const
  pushLink(state, match[0].length, attributes, escapeText(`#${channel.name}`))
  return true
}

const sameTopic = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** The topic without a name is shown by the organization's name for it. */
function topicText(channel: KnownChannel, topic: string, env: Environment, after: string): string {
  const shown = topic === '' ? `<em>${escapeText(env.context.emptyTopicName ?? 'general chat')}</em>` : escapeText(topic)
  return `${escapeText(`#${channel.name} > `)}${shown}${after}`
}

function pushLink(state: StateInline, length: number, attributes: readonly (readonly [string, string])[], html: string): void {
  const link = state.push('link_open', 'a', 1)
  for (const [name, value] of attributes) link.attrSet(name, value)
  state.push('html', '', 0).content = html
  state.push('link_close', 'a', -1)
  state.pos += length
}

const channelUrl = (channel: KnownChannel): string =>
  `/#narrow/channel/${channel.id}-${encodeForUrl(channel.name.replaceAll(' ', '-'))}`

/** Zulip's encoding of a name in the fragment of a URL: percent-encoded, with dots in place of the percent signs. */
const encodeForUrl = (name: string): string =>
  encodeURIComponent(name)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('.', '%2E')
    .replaceAll('%', '.')
