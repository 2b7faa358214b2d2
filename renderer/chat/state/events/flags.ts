import type { FlagsEvent } from '../../api/events.ts'
import type { Message } from '../../api/types.ts'
import { listsAfterChange } from '../lists.ts'
import type { Change, ChatState } from '../store.ts'

export function applyFlags(state: ChatState, event: FlagsEvent): Change {
  const ids = event.all && event.op === 'add' ? [...state.messages.keys()] : event.messages
  const changed = ids.map((id) => withFlag(state, id, event.flag, event.op)).filter((message) => message !== undefined)
  const lists = listsAfterChange(state, changed)

  if (event.flag === 'starred') {
    const starred = new Set(state.starred)
    for (const id of event.messages) event.op === 'add' ? starred.add(id) : starred.delete(id)
    return { starred, lists }
  }
  if (event.flag !== 'read') return { lists }
  if (event.op === 'remove') state.unreads.restore(event.message_details ?? {}, state.me)
  else if (event.all) state.unreads.clear()
  else state.unreads.remove(event.messages)
  return { lists, unreadsVersion: state.unreadsVersion + 1 }
}

function withFlag(state: ChatState, id: number, flag: string, op: 'add' | 'remove'): Message | undefined {
  const message = state.messages.get(id)
  if (!message || message.flags.includes(flag) === (op === 'add')) return undefined
  const flags = op === 'add' ? [...message.flags, flag] : message.flags.filter((other) => other !== flag)
  const next = { ...message, flags }
  state.messages.set(id, next)
  return next
}
