import type { VirtualizerHandle } from 'virtua'
import { markRead } from '../actions/read.ts'
import type { MessageList } from '../state/lists.ts'

/** Views that mix what people look for with what they have not read do not mark it as read. */
const readingOperators = new Set(['channel', 'topic', 'dm'])

/** Marks the messages on the screen as read, if somebody can be looking at them. */
export function markVisibleRead(view: VirtualizerHandle, { ids, narrow, keepsUnread }: MessageList): void {
  const reading = narrow.every(({ operator, negated }) => readingOperators.has(operator) && !negated)
  if (!reading || keepsUnread || document.visibilityState === 'hidden' || !document.hasFocus()) return
  const top = view.scrollOffset
  const bottom = top + view.viewportSize
  const seen: number[] = []
  for (let index = view.findItemIndex(top); index < ids.length; index++) {
    const start = view.getItemOffset(index)
    const end = start + view.getItemSize(index)
    const tallAndReached = start < top + view.viewportSize / 2
    if (end > bottom + 24 && !tallAndReached) break
    seen.push(ids[index]!)
  }
  markRead(seen)
}
