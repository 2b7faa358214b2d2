import { type Anchor, fetchMessages } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { type Narrow, narrowKey } from '../narrow/narrow.ts'
import { type MessageList, newList, trimmed, withPage } from '../state/lists.ts'
import { store, withEntry, withoutEntry } from '../state/store.ts'

const firstPage = 50
const page = 100
/** How many lists stay in memory when the reader walks from one conversation to the next. */
const keptLists = 40

/**
 * Makes sure that a narrow's messages are there: around `near`, else around the first unread one, else the newest.
 * A list we hold already is shown at once, as events kept it current.
 */
export async function openList(narrow: Narrow, near?: number): Promise<void> {
  const key = narrowKey(narrow)
  const held = store.getState().lists.get(key)
  if (held && held.loading !== 'first' && isCurrent(held) && (near === undefined || held.ids.includes(near))) {
    change(key, (list) => ({ ...list, keepsUnread: false, firstUnreadId: firstUnread(list) }))
    return
  }
  if (held?.loading === 'first' && near === undefined) return
  const { lists } = store.getState()
  const kept = new Map([...withoutEntry(lists, key)].slice(-keptLists))
  store.setState({ lists: kept.set(key, newList(key, narrow)) })
  await load(key, narrow, near ?? 'first_unread', 'first')
}

export async function loadOlder(key: string): Promise<void> {
  const list = store.getState().lists.get(key)
  if (!list || list.loading || list.foundOldest || list.ids.length === 0) return
  change(key, (current) => ({ ...trimmed(current, 'oldest'), loading: 'older' }))
  await load(key, list.narrow, list.ids[0]!, 'older')
}

export async function loadNewer(key: string): Promise<void> {
  const list = store.getState().lists.get(key)
  if (!list || list.loading || list.foundNewest || list.ids.length === 0) return
  change(key, (current) => ({ ...trimmed(current, 'newest'), loading: 'newer' }))
  await load(key, list.narrow, list.ids.at(-1)!, 'newer')
}

/** Jumps to the present, letting go of the older stretch. */
export async function loadNewest(narrow: Narrow): Promise<void> {
  const key = narrowKey(narrow)
  store.setState(({ lists }) => ({ lists: withEntry(lists, key, newList(key, narrow)) }))
  await load(key, narrow, 'newest', 'first')
}

async function load(key: string, narrow: Narrow, anchor: Anchor, part: 'first' | 'older' | 'newer'): Promise<void> {
  try {
    const sizes = { first: [firstPage, firstPage], older: [page, 0], newer: [0, page] } as const
    const [before, after] = sizes[part]
    const answer = await fetchMessages({ narrow: [...narrow], anchor, before, after, includeAnchor: part === 'first' })
    keep(answer.messages)
    change(key, (list) => {
      if (list.loading !== part) return list // opened anew in the meantime
      const next = withPage(list, answer, part)
      return part === 'first' ? { ...next, firstUnreadId: firstUnread(next) } : next
    })
  } catch (error) {
    change(key, (list) => ({ ...list, loading: undefined, problem: (error as Error).message }))
  }
}

/** Stores fetched messages, unless an event has told us of a later edit than this answer knows. */
export function keep(messages: readonly Message[]): void {
  const held = store.getState().messages
  for (const message of messages) {
    const known = held.get(message.id)
    const newer = known && (known.last_edit_timestamp ?? 0) > (message.last_edit_timestamp ?? 0)
    if (!newer) held.set(message.id, message)
  }
  store.setState({})
}

export function change(key: string, update: (list: MessageList) => MessageList): void {
  store.setState(({ lists }) => {
    const list = lists.get(key)
    return list ? { lists: withEntry(lists, key, update(list)) } : {}
  })
}

function firstUnread({ ids }: MessageList): number | undefined {
  const { unreads } = store.getState()
  return ids.find((id) => unreads.has(id))
}

/** Lists by flag or text are asked for anew: what belongs to them changes without an event that says so. */
function isCurrent({ narrow, problem }: MessageList): boolean {
  return !problem && narrow.every(({ operator }) => ['channel', 'topic', 'dm', 'sender'].includes(operator))
}
