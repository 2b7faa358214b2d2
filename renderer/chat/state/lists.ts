import type { MessagePage } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { matches } from '../narrow/matches.ts'
import type { Narrow } from '../narrow/narrow.ts'
import type { ChatState } from './store.ts'
import { isTopicMuted, TopicVisibility, visibilityOf } from './topic-visibility.ts'

/** The stretch of a narrow's messages that we hold: without gaps, oldest first. */
export interface MessageList {
  key: string
  narrow: Narrow
  ids: readonly number[]
  foundOldest: boolean
  foundNewest: boolean
  /** Where the reader stood when the list was opened: the line above the first unread message. */
  firstUnreadId: number | undefined
  /** Set when the reader marked messages as unread: seeing them does not mark them read until they come back. */
  keepsUnread: boolean
  problem: string | undefined
  /** Which part is on its way. */
  loading: 'first' | 'older' | 'newer' | undefined
}

export function newList(key: string, narrow: Narrow): MessageList {
  return {
    key,
    narrow,
    ids: [],
    foundOldest: false,
    foundNewest: false,
    firstUnreadId: undefined,
    keepsUnread: false,
    problem: undefined,
    loading: 'first',
  }
}

/** Joins a page that lies around, before or after what the list holds. */
export function withPage(list: MessageList, page: MessagePage, part: 'first' | 'older' | 'newer'): MessageList {
  const ids = new Set(list.ids)
  for (const { id } of page.messages) ids.add(id)
  return {
    ...list,
    ids: [...ids].sort((a, b) => a - b),
    foundOldest: part === 'newer' ? list.foundOldest : page.found_oldest,
    foundNewest: part === 'older' ? list.foundNewest : page.found_newest,
    loading: undefined,
    problem: undefined,
  }
}

/** Above this many messages, the far end of a list is let go: it is fetched again when somebody scrolls there. */
const longestList = 6_000
const trimBy = 2_000

export function trimmed(list: MessageList, keep: 'oldest' | 'newest'): MessageList {
  if (list.ids.length <= longestList) return list
  return keep === 'oldest'
    ? { ...list, ids: list.ids.slice(0, -trimBy), foundNewest: false }
    : { ...list, ids: list.ids.slice(trimBy), foundOldest: false }
}

/** Adds a message that just came to every list that shows it and reaches to the present. */
export function listsAfterMessage(state: ChatState, message: Message): ChatState['lists'] {
  const next = new Map(state.lists)
  for (const [key, list] of next) {
    if (list.foundNewest && belongs(state, list, message)) next.set(key, { ...list, ids: withId(list.ids, message.id) })
  }
  return next
}

/** Takes messages out of the lists that no longer show them and puts them into those that do now. */
export function listsAfterChange(state: ChatState, messages: readonly Message[]): ChatState['lists'] {
  const next = new Map(state.lists)
  for (const [key, list] of next) {
    let ids = list.ids
    for (const message of messages) {
      const held = ids.includes(message.id)
      const shown = belongs(state, list, message)
      if (held && shown === false && !isTransient(list)) ids = ids.filter((id) => id !== message.id)
      else if (!held && shown && within(list, message.id)) ids = withId(ids, message.id)
    }
    if (ids !== list.ids) next.set(key, { ...list, ids })
  }
  return next
}

export function listsWithout(state: ChatState, gone: ReadonlySet<number>): ChatState['lists'] {
  const next = new Map(state.lists)
  for (const [key, list] of next) {
    if (list.ids.some((id) => gone.has(id))) next.set(key, { ...list, ids: list.ids.filter((id) => !gone.has(id)) })
  }
  return next
}

/** A message read while looking at the unread ones must not vanish under the reader's eyes. */
function isTransient({ narrow }: MessageList): boolean {
  return narrow.some(({ operator, operand }) => operator === 'is' && operand === 'unread')
}

function belongs(state: ChatState, { narrow }: MessageList, message: Message): boolean | undefined {
  if (narrow.length === 0 && isQuiet(state, message)) return false
  return matches(narrow, message, {
    me: state.me,
    isFollowed: (channelId, topic) => visibilityOf(state, channelId, topic) === TopicVisibility.followed,
  })
}

/** The combined feed leaves out what this person muted. */
export function isQuiet(state: ChatState, message: Message): boolean {
  return message.type === 'stream' && isTopicMuted(state, message.stream_id!, message.subject)
}

function within({ ids, foundNewest, foundOldest }: MessageList, id: number): boolean {
  const afterStart = foundOldest || (ids.length > 0 && id > ids[0]!)
  const beforeEnd = foundNewest || (ids.length > 0 && id < ids.at(-1)!)
  return afterStart && beforeEnd
}

function withId(ids: readonly number[], id: number): readonly number[] {
  const last = ids.at(-1)
  if (last === undefined || last < id) return [...ids, id]
  if (ids.includes(id)) return ids
  return [...ids, id].sort((a, b) => a - b)
}
