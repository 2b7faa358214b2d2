import { useEffect, useState } from 'react'
import type { Control, StorageStatus } from '../../../server/control/contract.ts'

/** Where files are and how a move goes, as it changes. Undefined until the first account arrives. */
export function useStorage(control: Control): StorageStatus | undefined {
  const [storage, setStorage] = useState<StorageStatus>()
  useEffect(() => {
    const stop = new AbortController()
    const follow = async (): Promise<void> => {
      for await (const now of await control.storage.watch(undefined, { signal: stop.signal })) setStorage(now)
    }
    follow().catch(() => {}) // the line is gone, which whoever holds it hears by itself
    return () => stop.abort()
  }, [control])
  return storage
}
