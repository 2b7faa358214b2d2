import type { MessageEvent } from '../api/events.ts'
import type { Message } from '../api/types.ts'
import { isMention } from '../narrow/matches.ts'
import { conversationOf, narrowOf } from '../narrow/narrow.ts'
import { goToNarrow, isShown } from '../navigation.ts'
import { isQuiet } from '../state/lists.ts'
import { type ChatState, store } from '../state/store.ts'

/** Shows a desktop notification when a message wants this person's attention and they are elsewhere. */
export function announce({ message, flags }: MessageEvent): void {
  const state = store.getState()
  if (!wantsAttention(state, message, flags) || flags.includes('read')) return
  const narrow = narrowOf(conversationOf(message, state.me))
  if (document.hasFocus() && isShown(narrow)) return
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  const notification = new Notification(titleOf(state, message), {
    body: plainText(message.content),
    icon: message.avatar_url ?? state.organization.realm_icon_url,
    tag: String(message.id),
  })
  notification.onclick = () => {
    window.focus()
    goToNarrow(narrow, message.id)
    notification.close()
  }
}

function wantsAttention(state: ChatState, message: Message, flags: string[]): boolean {
  if (message.sender_id === state.me || state.mutedUsers.has(message.sender_id)) return false
  const { settings } = state
  if (message.type === 'private' || isMention({ flags })) return settings.enable_desktop_notifications !== false
  if (isQuiet(state, message)) return false
  return state.subscriptions.get(message.stream_id!)?.desktop_notifications ?? settings.enable_stream_desktop_notifications
}

function titleOf({ organization }: ChatState, message: Message): string {
  if (message.type === 'private') return message.sender_full_name
  return `${message.sender_full_name} (#${message.display_recipient} > ${message.subject || organization.emptyTopicName})`
}

function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim().slice(0, 300) ?? ''
}
