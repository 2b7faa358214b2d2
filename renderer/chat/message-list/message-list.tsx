import './message-list.css'
import { type ReactNode, useLayoutEffect, useState } from 'react'
import { Button, Spinner } from '../../ui/index.ts'
import { openList } from '../actions/open-list.ts'
import { destinationOf, type Narrow, narrowKey } from '../narrow/narrow.ts'
import { useChat } from '../state/store.ts'
import { Scroller } from './scroller.tsx'

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
  const waiting = useChat(({ outbox }) => destinationOf(narrow) !== undefined && outbox.length > 0)

  if (!list || opened !== wanted || list.loading === 'first') {
    return (
      <ListNote>
        <Spinner size={24} label="Loading messages" />
      </ListNote>
    )
  }
  if (list.problem && list.ids.length === 0) {
    return (
      <ListNote>
        <p>{list.problem}</p>
        <Button onClick={() => openList(narrow, near)}>Try again</Button>
      </ListNote>
    )
  }
  if (list.ids.length === 0 && !waiting) return <ListNote>{empty}</ListNote>
  return <Scroller key={wanted} list={list} near={near} intro={intro} />
}

/** What stands where there are no messages. */
export function ListNote({ children }: { children: ReactNode }) {
  return <div className="message-list message-list-note">{children}</div>
}
