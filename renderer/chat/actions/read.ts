import { changeFlags } from '../api/messages.ts'
import { applyFlags } from '../state/events/flags.ts'
import { store } from '../state/store.ts'

const waiting = new Set<number>()
let timer: ReturnType<typeof setTimeout> | undefined
let telling: Promise<void> = Promise.resolve()
const batchMs = 400
const againMs = 5_000

/** Marks messages as read: on the screen at once, on the server in batches, until it has heard of all. */
export function markRead(ids: readonly number[]): void {
  const unread = ids.filter((id) => store.getState().unreads.has(id))
  if (unread.length === 0) return
  store.setState((state) => applyFlags(state, { type: 'update_message_flags', op: 'add', flag: 'read', messages: unread }))
  for (const id of unread) waiting.add(id)
  timer ??= setTimeout(tellWhatIsRead, batchMs)
}

/** Ends once the server has heard of all that was read so far, unless it cannot be reached: then it is told later. */
export function tellWhatIsRead(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  telling = telling.then(tell) // one after the other: two requests at once could arrive in any order
  return telling
}

async function tell(): Promise<void> {
  const ids = [...waiting].slice(0, 5000)
  if (ids.length === 0) return
  try {
    await changeFlags(ids, 'add', 'read')
    for (const id of ids) waiting.delete(id)
    if (waiting.size > 0) timer ??= setTimeout(tellWhatIsRead, batchMs)
  } catch {
    timer ??= setTimeout(tellWhatIsRead, againMs)
  }
}

/** Messages the server will hear about: a fresh snapshot still counts them as unread. */
export function readButNotTold(): readonly number[] {
  return [...waiting]
}
