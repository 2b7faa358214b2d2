import { useEffect } from 'react'
import { sendPresence } from '../api/people.ts'
import { store } from '../state/store.ts'

const idleAfterMs = 5 * 60_000

/** Tells the server, once a minute and when one comes back, that one is here; and learns who else is. */
export function usePresencePing(): void {
  useEffect(() => {
    let lastInput = Date.now()
    let newInput = true
    const onInput = () => {
      const wasIdle = Date.now() - lastInput > idleAfterMs
      lastInput = Date.now()
      newInput = true
      if (wasIdle) void ping()
    }
    const ping = async () => {
      if (store.getState().connection === 'offline') return
      const active = Date.now() - lastInput < idleAfterMs
      try {
        const { presences } = await sendPresence(active ? 'active' : 'idle', newInput)
        newInput = false
        if (!presences) return
        const known = new Map(store.getState().presences)
        for (const [id, presence] of Object.entries(presences)) known.set(Number(id), presence)
        store.setState({ presences: known })
      } catch {
        // the next minute brings another
      }
    }
    const seconds = store.getState().organization.server_presence_ping_interval_seconds || 60
    const timer = setInterval(ping, seconds * 1000)
    const inputs = ['pointerdown', 'keydown', 'focus'] as const
    for (const name of inputs) addEventListener(name, onInput, { passive: true })
    void ping()
    return () => {
      clearInterval(timer)
      for (const name of inputs) removeEventListener(name, onInput)
    }
  }, [])
}
