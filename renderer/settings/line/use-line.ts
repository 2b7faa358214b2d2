import { useCallback, useEffect, useState } from 'react'
import type { Control } from '../../../server/control/contract.ts'
import { type Line, lineOverSocket } from '../../line/socket-line.ts'
import { socketAddress, unlock } from '../../line/unlock.ts'
import { desktop, useServerState } from './desktop.ts'
import { lineOverPort } from './port-line.ts'

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

  const runsSince = serverState?.name === 'running' ? serverState.since : undefined
  const isKnown = serverState !== undefined
  useEffect(() => {
    if (!desktop || !isKnown) return
    if (runsSince === undefined) {
      setLine({ name: 'down' })
      return
    }
    let isCurrent = true
    let opened: Line | undefined
    void lineOverPort(desktop).then((fresh) => {
      opened = fresh
      if (isCurrent) setLine({ name: 'open', control: fresh.control })
      else fresh.close()
    })
    return () => {
      isCurrent = false
      opened?.close()
    }
  }, [runsSince, isKnown])

  /** @throws Error, in words for a person, where the password is wrong or the person not an owner */
  const open = useCallback(async (email: string, password: string): Promise<void> => {
    const { control, closed } = await lineOverSocket(socketAddress(await unlock({ username: email, password })))
    setLine({ name: 'open', control })
    void closed.then(() => setLine({ name: 'locked', wasOpen: true }))
  }, [])
  return { line, serverState, open }
}
