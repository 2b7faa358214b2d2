import { narrowKey } from '../narrow/narrow.ts'
import { currentView } from '../navigation.ts'
import { store } from '../state/store.ts'

/*
 * Whoever knows the keys does not wait for the screen: they go to a conversation and walk on at once. What they press before
 * its messages are there must neither get lost nor act on a message of the list they came from.
 */

/** What was pressed early, and for which list. */
let early: { listKey: string; presses: (() => void)[] } | undefined

/** True while the messages that the address asks for are still on their way. */
export function listIsComing(): boolean {
  const key = shownKey()
  if (key === undefined) return false
  const list = store.getState().lists.get(key)
  return !list || list.loading === 'first'
}

/** Does it once the messages are there; never, if one goes elsewhere before. */
export function whenListIsThere(press: () => void): void {
  const listKey = shownKey()!
  const wasWaiting = early !== undefined
  if (early?.listKey !== listKey) early = { listKey, presses: [] }
  early.presses.push(press)
  if (wasWaiting) return
  const stop = store.subscribe(() => {
    if (listIsComing()) return
    stop()
    requestAnimationFrame(pressAll) // the rows of the list are made before the next frame
  })
}

function pressAll(): void {
  const { listKey, presses } = early!
  early = undefined
  if (listKey === shownKey()) for (const press of presses) press()
}

function shownKey(): string | undefined {
  const view = currentView()
  return view.name === 'narrow' ? narrowKey(view.narrow) : undefined
}
