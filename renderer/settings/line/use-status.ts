import { useEffect, useState } from 'react'
import type { Control, Status } from '../../../server/control/contract.ts'

/** The server's own account of itself, as it changes. Undefined until the first arrives, and without a line. */
export function useStatus(control: Control | undefined): Status | undefined {
  const [status, setStatus] = useState<Status>()
  useEffect(() => {
    if (!control) {
      setStatus(undefined)
      return
    }
    const stop = new AbortController()
    const follow = async (): Promise<void> => {
      for await (const now of await control.status.watch(undefined, { signal: stop.signal })) setStatus(now)
    }
    follow().catch(() => {}) // the line is gone, which whoever holds it hears by itself
    return () => stop.abort()
  }, [control])
  return status
}
