import { useCallback, useEffect, useState } from 'react'
import type { Control } from '../../../server/control/contract.ts'
import { lineOverSocket } from '../../line/socket-line.ts'
import { socketAddress, unlock } from '../../line/unlock.ts'
import { useRestoreStatus } from '../../restore/use-restore-status.ts'
import { findSession } from '../api/session.ts'

type SetupLine =
  | { readonly name: 'connecting' }
  | { readonly name: 'open'; readonly control: Control }
  /** Nothing answers while the server changes over. */
  | { readonly name: 'restarting' }
  /** There is an organization now. */
  | { readonly name: 'restored' }
  | { readonly name: 'refused'; readonly why: string }

const betweenTries = 1000

/** The line that the setup link opens, for restoring and nothing else, across the restart in its middle. */
export function useSetupLine(token: string) {
  const [line, setLine] = useState<SetupLine>({ name: 'connecting' })
  const restore = useRestoreStatus(line.name === 'open' ? line.control : undefined)

  /** @returns whether it came to anything; it has to be tried again while the server is away */
  const connect = useCallback(async (): Promise<boolean> => {
    const session = await findSession().catch(() => undefined)
    if (!session) return false
    if (session.realm_name !== null) {
      setLine({ name: 'restored' })
      return true
    }
    try {
      const { control, closed } = await lineOverSocket(socketAddress(await unlock({ token })))
      setLine({ name: 'open', control })
      void closed.then(() => setLine({ name: 'restarting' }))
    } catch (error) {
      setLine({ name: 'refused', why: (error as Error).message })
    }
    return true
  }, [token])

  const isWaiting = line.name === 'connecting' || line.name === 'restarting'
  useEffect(() => {
    if (!isWaiting) return
    let timer: ReturnType<typeof setTimeout>
    let isCurrent = true
    const attempt = async (): Promise<void> => {
      if (!(await connect()) && isCurrent) timer = setTimeout(() => void attempt(), betweenTries)
    }
    void attempt()
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [isWaiting, connect])
  return { line, restore }
}
