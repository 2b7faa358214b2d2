import { fetchMessages } from '../api/messages.ts'
import { narrowKey } from '../narrow/narrow.ts'
import { currentView } from '../navigation.ts'
import type { MessageList } from '../state/lists.ts'
import { store } from '../state/store.ts'
import { change, keep, loadNewer, openList } from './open-list.ts'

const around = 200
const pagesToCatchUp = 5

/**
 * After a queue was lost, events are missing: lists out of sight are let go, and the one on the screen is brought up to
 * date in place, so that neither its scroll position nor a draft suffers. `center` is the message in the middle of the
 * screen.
 */
export async function refetchShownList(center: number | undefined): Promise<void> {
  const view = currentView()
  const key = view.name === 'narrow' ? narrowKey(view.narrow) : undefined
  const list = key === undefined ? undefined : store.getState().lists.get(key)
  const isEmpty = list?.ids.length === 0 // nothing of it must stay where it is
  store.setState({ lists: new Map(list && !isEmpty ? [[list.key, { ...list, loading: undefined }]] : []) })
  if (list && isEmpty) return openList(list.narrow)
  if (!list) return
  await refresh(list, center ?? list.ids.at(-1)!)
  change(list.key, (current) => ({ ...current, foundNewest: false }))
  for (let step = 0; step < pagesToCatchUp && !store.getState().lists.get(list.key)?.foundNewest; step++)
    await loadNewer(list.key)
}

/** Reads the neighbourhood of a message again: edits and reactions come, deleted and moved messages go. */
async function refresh(list: MessageList, center: number): Promise<void> {
  const answer = await fetchMessages({ narrow: [...list.narrow], anchor: center, before: around, after: around })
  keep(answer.messages)
  const [first, last] = [answer.messages[0]?.id ?? center, answer.messages.at(-1)?.id ?? center]
  const present = new Set(answer.messages.map(({ id }) => id))
  change(list.key, (current) => ({
    ...current,
    ids: current.ids.filter((id) => id < first || id > last || present.has(id)),
  }))
}
