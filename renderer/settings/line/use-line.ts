import { useCallback, useEffect, useState } from 'react'
import type { Control } from '../../../server/control/contract.ts'
import { desktop, useServerState } from './desktop.ts'
import { type Line, lineOverPort, lineOverSocket } from './line.ts'
import { socketAddress, unlock } from './unlock.ts'

export type LineState =
  | { readonly name: 'connecting' }
  /** In a browser: the owner has to say who they are. `wasOpen` where a line was lost, as after a restart. */
  | { readonly name: 'locked'; readonly wasOpen: boolean }
  /** In the desktop app: no server to talk to, as its state says. */
  | { readonly name: 'down' }
  | { readonly name: 'open'; readonly control: Control }

/** The line, kept open while there is a server to talk to. */
export function useLine() {
  const serverState = useServerState()
  const [line, setLine] = useState<LineState>(desktop ? { name: 'connecting' } : { name: 'locked', wasOpen: false })

  const hold = useCallback((opened: Line, after: LineState) => {
    setLine({ name: 'open', control: opened.control })
    void opened.closed.then(() => setLine((now) => (now.name === 'open' && now.control === opened.control ? after : now)))
  }, [])

  const runs = serverState?.name === 'running' ? serverState.since : undefined
  useEffect(() => {
    if (!desktop || !serverState) return
    if (runs === undefined) {
      setLine({ name: 'down' })
      return
    }
    let isCurrent = true
    let opened: Line | undefined
    void lineOverPort(desktop).then((fresh) => {
      opened = fresh
      if (isCurrent) hold(fresh, { name: 'down' })
      else fresh.close()
    })
    return () => {
      isCurrent = false
      opened?.close()
    }
  }, [runs, serverState, hold])

  /** @throws Error, in words for a person, where the password is wrong or the person not an owner */
  const open = useCallback(
    async (email: string, password: string): Promise<void> => {
      const ticket = await unlock(email, password)
      hold(await lineOverSocket(socketAddress(ticket)), { name: 'locked', wasOpen: true })
    },
    [hold],
  )
  return { line, serverState, open }
}
