import './message-list.css'
import { ArrowDown } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type CustomItemComponent, Virtualizer, type VirtualizerHandle } from 'virtua'
import { Button, Spinner } from '../../ui/index.ts'
import { loadNewer, loadNewest, loadOlder, openList } from '../actions/open-list.ts'
import { destinationOf, type Narrow, narrowKey } from '../narrow/narrow.ts'
import type { MessageList as List } from '../state/lists.ts'
import { pendingIn } from '../state/outbox.ts'
import { useChat } from '../state/store.ts'
import { leadOf } from './grouping.ts'
import { type ListCommands, light, select, shownList, useListState } from './list-state.ts'
import { markVisibleRead } from './mark-visible-read.ts'
import { MessageRow } from './message-row.tsx'
import { PendingRow } from './pending-row.tsx'

interface MessageListProps {
  narrow: Narrow
  near: number | undefined
  /** What stands above the oldest message. */
  intro: ReactNode
  /** What is shown instead when there is nothing. */
  empty: ReactNode
}

/** The messages of a narrow: fetched as one scrolls, kept in place whatever comes or goes above. */
export function MessageList({ narrow, near, intro, empty }: MessageListProps) {
  const key = narrowKey(narrow)
  const wanted = `${key}/${near ?? ''}`
  const [opened, setOpened] = useState<string>()
  // before anything is painted: opening decides where the list will stand
  useLayoutEffect(() => {
    void openList(narrow, near)
    setOpened(wanted)
  }, [wanted])
  const list = useChat(({ lists }) => lists.get(key))
  const destination = destinationOf(narrow)
  const waiting = useChat((state) => (destination ? state.outbox.length > 0 : false))

  if (!list || opened !== wanted || list.loading === 'first')
    return <ListNote>{<Spinner size={24} label="Loading messages" />}</ListNote>
  if (list.problem && list.ids.length === 0) {
    return (
      <ListNote>
        <p>{list.problem}</p>
        <Button onClick={() => openList(narrow, near)}>Try again</Button>
      </ListNote>
    )
  }
  if (list.ids.length === 0 && !waiting) return <ListNote>{empty}</ListNote>
  return <Scroller key={key} list={list} near={near} intro={intro} />
}

function ListNote({ children }: { children: ReactNode }) {
  return <div className="message-list message-list-note">{children}</div>
}

const introHeight = 84
const endHeight = 16
const fetchWithinPx = 1600
const bottomSlackPx = 48

function Scroller({ list, near, intro }: { list: List; near: number | undefined; intro: ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null)
  const handle = useRef<VirtualizerHandle>(null)
  const messages = useChat((state) => state.messages)
  const me = useChat((state) => state.me)
  const outbox = useChat((state) => state.outbox)
  const selectedId = useListState((state) => state.selectedId)
  const destination = destinationOf(list.narrow)
  const pending =
    destination && list.foundNewest
      ? pendingIn(outbox, destination).filter(({ acceptedId }) => !acceptedId || !messages.has(acceptedId))
      : []
  const count = list.ids.length + pending.length
  const mixed = !destination
  const atBottom = useRef(near === undefined && list.firstUnreadId === undefined)
  const [away, setAway] = useState(false)
  const shift = useGrewAtStart(list.ids)

  const settle = () => {
    const view = handle.current
    if (!view) return
    const below = view.scrollSize - view.scrollOffset - view.viewportSize
    atBottom.current = below < bottomSlackPx && list.foundNewest
    setAway(below > 600 || !list.foundNewest)
    if (view.scrollOffset < fetchWithinPx) void loadOlder(list.key)
    if (below < fetchWithinPx) void loadNewer(list.key)
    markVisibleRead(view, list)
  }
  const settled = useRef(settle)
  settled.current = settle

  const toBottom = () => handle.current?.scrollToIndex(count - 1, { align: 'end', offset: endHeight })

  // where reading starts: at the message a link names, else at the first unread one, else at the end
  useLayoutEffect(() => {
    const target = near ?? list.firstUnreadId
    const index = target === undefined ? -1 : list.ids.findIndex((id) => id >= target)
    if (index < 0) toBottom()
    else handle.current?.scrollToIndex(index, near === undefined ? { align: 'start', offset: -80 } : { align: 'center' })
    if (near !== undefined && index >= 0) {
      light(near)
      select(near)
    } else select(undefined)
    requestAnimationFrame(() => settled.current())
  }, [near])

  useLayoutEffect(() => {
    if (atBottom.current) toBottom()
    requestAnimationFrame(() => settled.current())
  }, [count, list.foundNewest])

  const lastPending = pending.at(-1)?.localId
  useLayoutEffect(() => {
    if (lastPending) toBottom()
  }, [lastPending])

  useEffect(() => {
    const onFocus = () => settled.current()
    addEventListener('focus', onFocus)
    return () => removeEventListener('focus', onFocus)
  }, [])

  useEffect(() => {
    const commands = commandsFor(list, handle)
    shownList.commands = commands
    return () => {
      if (shownList.commands === commands) shownList.commands = undefined
    }
  }, [list])

  const selectedIndex = selectedId === undefined ? -1 : list.ids.indexOf(selectedId)
  const rows: readonly (number | (typeof pending)[number])[] = [...list.ids, ...pending]
  return (
    <div className="message-list-frame">
      <div
        ref={scroller}
        className="message-list"
        role="feed"
        aria-busy={list.loading !== undefined}
        aria-label="Messages"
        tabIndex={-1}
      >
        <div className="message-list-spacer" />
        <div className="message-list-intro" style={{ height: introHeight }}>
          {list.foundOldest ? intro : <Spinner label="Loading older messages" />}
        </div>
        <Virtualizer
          ref={handle}
          scrollRef={scroller}
          startMargin={introHeight}
          shift={shift}
          bufferSize={600}
          data={rows}
          item={Item}
          keepMounted={selectedIndex >= 0 ? [selectedIndex] : undefined}
          onScroll={() => settled.current()}
          onResize={() => {
            if (atBottom.current) toBottom()
          }}
        >
          {(row, index) => {
            if (typeof row !== 'number') return <PendingRow key={row.localId} pending={row} />
            const message = messages.get(row)
            const before = index > 0 ? messages.get(list.ids[index - 1]!) : undefined
            const lead = message ? leadOf(message, before, mixed, list.firstUnreadId, me) : plainLead
            return <MessageRow key={row} id={row} {...lead} />
          }}
        </Virtualizer>
        <div className="message-list-end" style={{ height: endHeight }}>
          {list.loading === 'newer' && <Spinner label="Loading newer messages" />}
        </div>
      </div>
      {away && (
        <Button
          className="to-newest"
          size="s"
          icon={ArrowDown}
          onClick={() => (list.foundNewest ? toBottom() : loadNewest(list.narrow))}
        >
          Latest
        </Button>
      )}
    </div>
  )
}

const plainLead = { day: false, recipient: false, unreadLine: false, continues: false }

const Item: CustomItemComponent = ({ style, ref, children }) => (
  <div ref={ref} style={style} role="presentation">
    {children}
  </div>
)

/** True in the render in which messages joined or left at the start: the view must then hold on to its end. */
function useGrewAtStart(ids: readonly number[]): boolean {
  const first = useRef(ids[0])
  const grew = first.current !== undefined && ids[0] !== first.current
  useLayoutEffect(() => {
    first.current = ids[0]
  })
  return grew
}

function commandsFor(list: List, handle: { current: VirtualizerHandle | null }): ListCommands {
  const selectAt = (index: number) => {
    const bounded = Math.max(0, Math.min(index, list.ids.length - 1))
    const id = list.ids[bounded]
    if (id === undefined) return
    select(id)
    handle.current?.scrollToIndex(bounded, { align: 'nearest' })
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-message-id="${id}"]`)?.focus({ preventScroll: true }))
  }
  const current = () => {
    const selected = useListState.getState().selectedId
    const at = selected === undefined ? -1 : list.ids.indexOf(selected)
    if (at >= 0) return at
    const view = handle.current
    return view ? view.findItemIndex(view.scrollOffset + view.viewportSize) + 1 : list.ids.length
  }
  return {
    move: (by) => selectAt(current() + by),
    page: (direction) => handle.current?.scrollBy(direction * handle.current.viewportSize * 0.85),
    toEdge: (edge) => selectAt(edge === 'first' ? 0 : list.ids.length - 1),
  }
}
