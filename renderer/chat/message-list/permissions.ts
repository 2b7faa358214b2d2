import type { Message } from '../api/types.ts'
import { isAdmin, isMember } from '../people/roles.ts'
import type { ChatState } from '../state/store.ts'

/** What the screen offers. The server decides; this only spares people buttons that would fail. */
export function mayEdit(state: ChatState, message: Message): boolean {
  const { realm_allow_message_editing: allowed, realm_message_content_edit_limit_seconds: limit } = state.organization
  return message.sender_id === state.me && allowed && isYoung(message, limit)
}

export function mayDelete(state: ChatState, message: Message): boolean {
  if (isAdmin(state.people.get(state.me)?.role)) return true
  return message.sender_id === state.me && isYoung(message, state.organization.realm_message_content_delete_limit_seconds)
}

export function mayMove(state: ChatState, message: Message): boolean {
  return message.type === 'stream' && isMember(state.people.get(state.me)?.role)
}

function isYoung(message: Message, limit: number | null): boolean {
  return limit === null || limit === undefined || Date.now() / 1000 - message.timestamp < limit
}
