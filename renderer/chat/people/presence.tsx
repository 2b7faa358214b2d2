import { useEffect, useState } from 'react'
import { classNames } from '../../ui/index.ts'
import { type ChatState, useChat } from '../state/store.ts'
import { formatAgo } from '../time.ts'

export type PresenceState = 'active' | 'idle' | 'offline'

export function presenceOf(state: ChatState, userId: number, now: number): PresenceState {
  const presence = state.presences.get(userId)
  if (!presence) return 'offline'
  const threshold = state.organization.server_presence_offline_threshold_seconds
  if (now - presence.active_timestamp < threshold) return 'active'
  return now - Math.max(presence.idle_timestamp, presence.active_timestamp) < threshold ? 'idle' : 'offline'
}

/** The time in Unix seconds, current to half a minute: presence grows old without an event. */
export function useNow(): number {
  const [now, setNow] = useState(unixNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(unixNow()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

function unixNow(): number {
  return Math.floor(Date.now() / 1000)
}

function usePresence(userId: number): PresenceState {
  const now = useNow()
  return useChat((state) => presenceOf(state, userId, Math.max(now, unixNow())))
}

const words = { active: 'Active now', idle: 'Idle', offline: 'Offline' }

export function PresenceDot({ userId }: { userId: number }) {
  const presence = usePresence(userId)
  const isBot = useChat(({ people }) => people.get(userId)?.is_bot)
  if (isBot) return null
  return (
    <span
      className={classNames('presence', `presence-${presence}`)}
      role="img"
      aria-label={words[presence]}
      title={words[presence]}
    />
  )
}

/** "Active now", "Idle", "Last seen 2 hours ago"; of a bot, that it is one. */
export function PresenceText({ userId }: { userId: number }) {
  const presence = usePresence(userId)
  const isBot = useChat(({ people }) => people.get(userId)?.is_bot)
  const seen = useChat(({ presences }) => {
    const known = presences.get(userId)
    return known ? Math.max(known.active_timestamp, known.idle_timestamp) : 0
  })
  if (isBot) return 'Bot'
  if (presence !== 'offline') return words[presence]
  return seen > 0 ? `Last seen ${formatAgo(seen)}` : 'Not seen lately'
}
