import { useLayoutEffect } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { MessageList } from '../state/lists.ts'
import { select, useListState } from './list-state.ts'

/** What the keyboard can ask of the list on the screen. */
export interface ListCommands {
  move(by: number): void
  page(direction: 1 | -1): void
  toEdge(edge: 'first' | 'last'): void
}

/** Undefined while no list is shown. */
export const shownList: { commands: ListCommands | undefined } = { commands: undefined }

export function useListCommands(list: MessageList, handle: { readonly current: VirtualizerHandle | null }): void {
  // with the rows, not after them: the next key may be pressed as soon as they are seen
  useLayoutEffect(() => {
    const commands = commandsFor(list, handle)
    shownList.commands = commands
    return () => {
      if (shownList.commands === commands) shownList.commands = undefined
    }
  }, [list, handle])
}

function commandsFor({ ids }: MessageList, handle: { readonly current: VirtualizerHandle | null }): ListCommands {
  const selectAt = (index: number) => {
    const bounded = Math.max(0, Math.min(index, ids.length - 1))
    const id = ids[bounded]
    if (id === undefined) return
    select(id)
    handle.current?.scrollToIndex(bounded, { align: 'nearest' })
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-message-id="${id}"]`)?.focus({ preventScroll: true }))
  }
  /** Where walking starts when nothing is selected: below what is on the screen. */
  const current = () => {
    const { selectedId } = useListState.getState()
    const at = selectedId === undefined ? -1 : ids.indexOf(selectedId)
    const view = handle.current
    if (at >= 0 || !view) return at
    return view.findItemIndex(view.scrollOffset + view.viewportSize) + 1
  }
  return {
    move: (by) => selectAt(current() + by),
    page: (direction) => handle.current?.scrollBy(direction * handle.current.viewportSize * 0.85),
    toEdge: (edge) => selectAt(edge === 'first' ? 0 : ids.length - 1),
  }
}
