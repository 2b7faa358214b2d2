import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { loadNewer, loadOlder } from '../actions/open-list.ts'
import type { MessageList } from '../state/lists.ts'
import type { PendingMessage } from '../state/outbox.ts'
import { light, select } from './list-state.ts'
import { markVisibleRead } from './mark-visible-read.ts'

interface Reading {
  list: MessageList
  near: number | undefined
  handle: { readonly current: VirtualizerHandle | null }
  rows: number
  pending: readonly PendingMessage[]
  endHeight: number
}

const fetchWithinPx = 1600
const atEndWithinPx = 48
const farPx = 600
const contextPx = 80

/**
 * Where the reader stands in a list: it begins at the right message, stays at the end while one is at the end, fetches more
 * where one is about to arrive, and marks as read what was seen.
 */
export function useReadingPosition({ list, near, handle, rows, pending, endHeight }: Reading) {
  const atEnd = useRef(near === undefined && list.firstUnreadId === undefined)
  const [far, setFar] = useState(false)
  const shift = useGrewAtStart(list.ids)
  const toEnd = () => handle.current?.scrollToIndex(rows - 1, { align: 'end', offset: endHeight })

  const settle = () => {
    const view = handle.current
    if (!view) return
    const below = view.scrollSize - view.scrollOffset - view.viewportSize
    atEnd.current = below < atEndWithinPx && list.foundNewest
    setFar(below > farPx || !list.foundNewest)
    if (view.scrollOffset < fetchWithinPx) void loadOlder(list.key)
    if (below < fetchWithinPx) void loadNewer(list.key)
    markVisibleRead(view, list)
  }
  const current = useRef(settle)
  current.current = settle
  const settleSoon = () => requestAnimationFrame(() => current.current())

  useLayoutEffect(() => {
    const target = near ?? list.firstUnreadId
    const index = target === undefined ? -1 : list.ids.findIndex((id) => id >= target)
    if (index < 0) toEnd()
    else if (near === undefined) handle.current?.scrollToIndex(index, { align: 'start', offset: -contextPx })
    else handle.current?.scrollToIndex(index, { align: 'center' })
    if (near !== undefined && index >= 0) light(near)
    select(index >= 0 ? near : undefined)
    settleSoon()
  }, []) // once: a list that is opened anew is a new scroller

  useLayoutEffect(() => {
    if (atEnd.current) toEnd()
    settleSoon()
  }, [rows, list.foundNewest])

  const ownNewest = pending.at(-1)?.localId
  useLayoutEffect(() => {
    if (ownNewest) toEnd() // one's own new message is worth seeing at once
  }, [ownNewest])

  useEffect(() => {
    const onFocus = () => current.current() // what lay there unseen is seen now
    addEventListener('focus', onFocus)
    return () => removeEventListener('focus', onFocus)
  }, [])

  return {
    far,
    shift,
    toEnd,
    onScroll: () => current.current(),
    onResize() {
      if (atEnd.current) toEnd()
      settleSoon() // a short list is seen as soon as it is measured: nobody will scroll it
    },
  }
}

/** True in the render in which messages joined or left at the start: the view must then hold on to its end. */
function useGrewAtStart(ids: readonly number[]): boolean {
  const first = useRef(ids[0])
  const grew = first.current !== undefined && ids[0] !== first.current
  useLayoutEffect(() => {
    first.current = ids[0]
  })
  return grew
}
