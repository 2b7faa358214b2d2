import { useEffect, useRef } from 'react'
import { type Destination, sendTyping } from '../api/messages.ts'
import { conversationKey } from '../narrow/narrow.ts'
import { store } from '../state/store.ts'

/** Tells the others that one is writing, as often as the server asks for, and that one stopped. */
export function useTypingNotices(to: Destination | undefined): { onInput: () => void; onStop: () => void } {
  const current = useRef<{ to: Destination; since: number; idle: ReturnType<typeof setTimeout> }>(undefined)

  const stop = () => {
    if (!current.current) return
    clearTimeout(current.current.idle)
    void sendTyping('stop', current.current.to).catch(() => {}) // it expires by itself
    current.current = undefined
  }

  const key = to && conversationKey(to)
  useEffect(() => stop, [key])

  return {
    onStop: stop,
    onInput() {
      if (!to || !mayTell(to)) return
      const { againMs, stopMs } = store.getState().organization.typing
      const before = current.current
      clearTimeout(before?.idle)
      const due = !before || Date.now() - before.since > againMs
      if (due) void sendTyping('start', to).catch(() => {}) // next key press tries again
      current.current = { to, since: due ? Date.now() : before.since, idle: setTimeout(stop, stopMs) }
    },
  }
}

function mayTell(to: Destination): boolean {
  const { settings, me } = store.getState()
  if ('channelId' in to) return settings.send_stream_typing_notifications
  return settings.send_private_typing_notifications && to.userIds.some((id) => id !== me)
}
