import { useEffect } from 'react'
import type { View } from '../narrow/hash.ts'
import { destinationOf, operand } from '../narrow/narrow.ts'
import { describeTerm } from '../narrow/search-terms.ts'
import { useView } from '../navigation.ts'
import { directTitle } from '../sidebar/direct-title.ts'
import { type ChatState, useChat } from '../state/store.ts'
import { useUnread } from '../state/unread-summary.ts'

declare global {
  interface Window {
    /** The Zulip desktop app puts it there. */
    electron_bridge?: { send_event(name: string, ...values: unknown[]): void }
  }
}

/** Keeps the window's title: `(3) lunch - general - Acme`. The desktop apps read the number from it. */
export function useTitle(): void {
  const view = useView()
  const total = useUnread((summary) => summary.total)
  const place = useChat((state) => placeName(state, view))
  const name = useChat(({ organization }) => organization.realm_name)
  const icon = useChat(({ organization }) => organization.realm_icon_url)

  useEffect(() => {
    document.title = `${total > 0 ? `(${total}) ` : ''}${place} - ${name} - Landline`
    window.electron_bridge?.send_event('total_unread_count', total)
  }, [total, place, name])

  useEffect(() => {
    window.electron_bridge?.send_event('realm_name', name)
    window.electron_bridge?.send_event('realm_icon_url', new URL(icon, location.origin).href)
  }, [name, icon])
}

function placeName(state: ChatState, view: View): string {
  if (view.name === 'inbox') return 'Inbox'
  if (view.name === 'recent') return 'Recent conversations'
  const { narrow } = view
  const place = destinationOf(narrow)
  const channelId = operand(narrow, 'channel')
  const channel = typeof channelId === 'number' ? `#${state.channels.get(channelId)?.name ?? ''}` : ''
  if (place && 'userIds' in place) return directTitle(state, place.userIds)
  if (place) return `${channel} > ${place.topic || state.organization.emptyTopicName}`
  if (narrow.length === 0) return 'Combined feed'
  return narrow.map((term) => describeTerm(term, state)).join(', ')
}
