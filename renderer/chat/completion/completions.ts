import { topicsOf } from '../actions/topics.ts'
import { allEmoji, searchEmoji } from '../emoji/emoji-data.ts'
import { type ChatState, store } from '../state/store.ts'

export interface Completion {
  key: string
  label: string
  detail?: string
  /** What the row shows before its label. */
  icon:
    | { kind: 'person'; userId: number }
    | { kind: 'group' }
    | { kind: 'channel'; channelId: number }
    | { kind: 'topic' }
    | { kind: 'emoji'; text?: string; picture?: string }
  /** Replaces what was typed. */
  text: string
}

/** Something half typed before the cursor, and where it starts. */
export interface Trigger {
  kind: 'mention' | 'channel' | 'topic' | 'emoji'
  query: string
  start: number
  channel?: string
  silent?: boolean
}

const most = 8

/** What the text before the cursor asks to be completed, if anything. */
export function triggerBefore(text: string, cursor: number): Trigger | undefined {
  const before = text.slice(Math.max(0, cursor - 80), cursor)
  const offset = cursor - before.length
  const topic = before.match(/#\*\*([^*>]+)>([^*\n]*)$/)
  if (topic) return { kind: 'topic', channel: topic[1], query: topic[2]!, start: offset + topic.index! }
  const found = before.match(/(?:^|[\s([{"'>])(@_?|#|:)(\*\*)?([^\s*@#:][^\n*@#:]{0,40})?$/u)
  if (!found) return undefined
  const [whole, mark, , query = ''] = found as unknown as [string, string, string, string | undefined]
  const start = offset + found.index! + whole.search(/[@#:]/)
  if (mark === ':') return /^[\w+-]{2,}$/.test(query) ? { kind: 'emoji', query, start } : undefined
  if (query.split(' ').length > 4) return undefined
  if (mark === '#') return { kind: 'channel', query, start }
  return { kind: 'mention', query, start, silent: mark === '@_' }
}

export async function completionsFor(trigger: Trigger, channelId: number | undefined): Promise<Completion[]> {
  const state = store.getState()
  switch (trigger.kind) {
    case 'mention':
      return mentions(state, trigger.query, trigger.silent ?? false, channelId !== undefined)
    case 'channel':
      return channels(state, trigger.query)
    case 'topic':
      return topics(state, trigger.channel!, trigger.query)
    case 'emoji':
      return searchEmoji(await allEmoji(), trigger.query, most).map(({ emoji_code, emoji_name, text, picture }) => ({
        key: emoji_code,
        label: `:${emoji_name}:`,
        icon: { kind: 'emoji', text, picture },
        text: `:${emoji_name}: `,
      }))
  }
}

function mentions(state: ChatState, query: string, silent: boolean, inChannel: boolean): Completion[] {
  const mark = silent ? '@_' : '@'
  const active = [...state.people.values()].filter((person) => person.is_active)
  active.sort((a, b) => Number(a.is_bot) - Number(b.is_bot) || Number(a.user_id === state.me) - Number(b.user_id === state.me))
  const names = new Map<string, number>()
  for (const { full_name } of active) names.set(full_name, (names.get(full_name) ?? 0) + 1)
  const people = best(active, query, ({ full_name }) => full_name).map(
    ({ user_id, full_name, is_bot, delivery_email }): Completion => ({
      key: `person-${user_id}`,
      label: full_name,
      detail: is_bot ? 'Bot' : (delivery_email ?? undefined),
      icon: { kind: 'person', userId: user_id },
      text: `${mark}**${full_name}${names.get(full_name)! > 1 ? `|${user_id}` : ''}** `,
    }),
  )
  const groups = [...state.groups.values()].filter((group) => !group.is_system_group && !group.deactivated)
  const matchingGroups = best(groups, query, ({ name }) => name).map(
    ({ id, name, description }): Completion => ({
      key: `group-${id}`,
      label: name,
      detail: description,
      icon: { kind: 'group' },
      text: `${mark}*${name}* `,
    }),
  )
  const wildcards = silent || !inChannel ? [] : best(everyone, query, ({ label }) => label)
  return [...people, ...matchingGroups, ...wildcards].slice(0, most)
}

const everyone: Completion[] = [
  { key: 'all', label: 'all', detail: 'Everyone in this channel', icon: { kind: 'group' }, text: '@**all** ' },
  { key: 'topic', label: 'topic', detail: 'Everyone who took part in this topic', icon: { kind: 'group' }, text: '@**topic** ' },
]

function channels(state: ChatState, query: string): Completion[] {
  const visible = [...state.channels.values()].filter((channel) => !channel.is_archived)
  return best(visible, query, ({ name }) => name)
    .slice(0, most)
    .map(({ stream_id, name, description }) => ({
      key: String(stream_id),
      label: name,
      detail: description,
      icon: { kind: 'channel', channelId: stream_id },
      text: `#**${name}** `,
    }))
}

async function topics(state: ChatState, channelName: string, query: string): Promise<Completion[]> {
  const channel = [...state.channels.values()].find(({ name }) => name === channelName)
  if (!channel) return []
  const known = await topicsOf(channel.stream_id)
  return best([...known], query, ({ name }) => name)
    .slice(0, most)
    .map(({ name }) => ({
      key: name,
      label: name || state.organization.emptyTopicName,
      icon: { kind: 'topic' },
      text: `#**${channelName}>${name}** `,
    }))
}

/** Those that match, beginnings before the inside of words; as they came otherwise. */
export function best<T>(items: readonly T[], query: string, nameOf: (item: T) => string): T[] {
  const wanted = fold(query)
  return items
    .map((item, order) => ({ item, order, rank: rankOf(fold(nameOf(item)), wanted) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ item }) => item)
}

function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0
  return name.includes(` ${wanted}`) ? 1 : name.includes(wanted) ? 2 : 3
}

/** Without case and accents: "jose" finds José. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
