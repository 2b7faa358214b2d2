import { ArrowDown } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { type CustomItemComponent, Virtualizer, type VirtualizerHandle } from 'virtua'
import { Button, Spinner } from '../../ui/index.ts'
import { loadNewest } from '../actions/open-list.ts'
import { destinationOf } from '../narrow/narrow.ts'
import type { MessageList } from '../state/lists.ts'
import { type PendingMessage, pendingIn } from '../state/outbox.ts'
import { store, useChat } from '../state/store.ts'
import { leadOf } from './grouping.ts'
import { useListCommands } from './list-commands.ts'
import { useListState } from './list-state.ts'
import { MessageRow } from './message-row.tsx'
import { PendingRow } from './pending-row.tsx'
import { useReadingPosition } from './use-reading-position.ts'

interface ScrollerProps {
  list: MessageList
  near: number | undefined
  intro: ReactNode
}

/** Above the rows, and below them: heights that do not change, so that nothing can move by them. */
const introHeight = 84
const endHeight = 16

/** The rows on the screen and a few around them; the others are only measured. */
export function Scroller({ list, near, intro }: ScrollerProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const handle = useRef<VirtualizerHandle>(null)
  const pending = usePending(list)
  const rows: readonly (number | PendingMessage)[] = [...list.ids, ...pending]
  const { far, shift, onScroll, onResize, toEnd } = useReadingPosition({
    list,
    near,
    handle,
    rows: rows.length,
    pending,
    endHeight,
  })
  useListCommands(list, handle)
  const selected = useSelectedIndex(list)

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
          keepMounted={selected === undefined ? undefined : [selected]}
          onScroll={onScroll}
          onResize={onResize}
        >
          {(row, index) => (typeof row === 'number' ? rowAt(list, index) : <PendingRow key={row.localId} pending={row} />)}
        </Virtualizer>
        <div className="message-list-end" style={{ height: endHeight }}>
          {list.loading === 'newer' && <Spinner label="Loading newer messages" />}
        </div>
      </div>
      {far && <LatestButton onClick={() => (list.foundNewest ? toEnd() : loadNewest(list.narrow))} />}
    </div>
  )
}

function LatestButton({ onClick }: { onClick: () => void }) {
  return (
    <Button className="to-newest" size="s" icon={ArrowDown} onClick={onClick}>
      Latest
    </Button>
  )
}

/** Of the row that the keys act on: it stays mounted, wherever one scrolls. */
function useSelectedIndex({ ids }: MessageList): number | undefined {
  const selectedId = useListState((state) => state.selectedId)
  const at = selectedId === undefined ? -1 : ids.indexOf(selectedId)
  return at < 0 ? undefined : at
}

/** What was written here and is not in the list yet; it stands at the end, so only a list that reaches there shows it. */
function usePending({ narrow, foundNewest }: MessageList): PendingMessage[] {
  const outbox = useChat((state) => state.outbox)
  const { messages } = store.getState()
  const destination = destinationOf(narrow)
  if (!destination || !foundNewest) return []
  return pendingIn(outbox, destination).filter(({ acceptedId }) => acceptedId === undefined || !messages.has(acceptedId))
}

function rowAt({ ids, narrow, firstUnreadId }: MessageList, index: number) {
  const { messages, me } = store.getState()
  const id = ids[index]!
  const message = messages.get(id)
  const before = index > 0 ? messages.get(ids[index - 1]!) : undefined
  const lead = message ? leadOf(message, before, destinationOf(narrow) === undefined, firstUnreadId, me) : noLead
  return <MessageRow key={id} id={id} {...lead} />
}

const noLead = { day: false, recipient: false, unreadLine: false, continues: false }

const Item: CustomItemComponent = ({ style, ref, children }) => (
  <div ref={ref} style={style} role="presentation">
    {children}
  </div>
)
