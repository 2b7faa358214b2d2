import { useEffect, useState } from 'react'
import type { Control } from '../../server/control/contract.ts'

/** Begins to watch something; a constant of the module, since another one would begin anew. */
export type Watch<T> = (control: Control, options: { readonly signal: AbortSignal }) => Promise<AsyncIterable<T>>

/** The newest account of what is watched. Undefined until the first arrives, and without a line. */
export function useWatch<T>(control: Control | undefined, watch: Watch<T>): T | undefined {
  const [newest, setNewest] = useState<T>()
  useEffect(() => {
    if (!control) {
      setNewest(undefined)
      return
    }
    const stop = new AbortController()
    const follow = async (): Promise<void> => {
      for await (const now of await watch(control, { signal: stop.signal })) setNewest(now)
    }
    follow().catch(() => {}) // the line is gone, which whoever holds it hears by itself
    return () => stop.abort()
  }, [control, watch])
  return newest
}
