import type { Destination } from '../api/messages.ts'
import { conversationKey } from '../narrow/narrow.ts'
import { store } from '../state/store.ts'

export interface Draft {
  to: Destination
  content: string
  /** Milliseconds since 1970 */
  changed: number
}

/** One draft a conversation, kept on this device until it is sent or emptied. */
export function loadDraft(to: Destination): string {
  return all()[conversationKey(to)]?.content ?? ''
}

export function saveDraft(to: Destination, content: string): void {
  const drafts = all()
  const key = conversationKey(to)
  if (content.trim()) drafts[key] = { to, content, changed: Date.now() }
  else delete drafts[key]
  localStorage.setItem(storageKey(), JSON.stringify(drafts))
}

function all(): Record<string, Draft> {
  try {
    return JSON.parse(localStorage.getItem(storageKey()) ?? '{}')
  } catch {
    return {} // not ours, or cut short: starting over loses less than failing at every key press
  }
}

/** Several people may use one browser. */
function storageKey(): string {
  return `landline.drafts.${store.getState().me}`
}
