import { useEffect, useState } from 'react'
import type { Control, SnapshotFacts } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'

export interface Snapshots {
  readonly list: readonly SnapshotFacts[]
  /** Why they cannot be told, in words. */
  readonly problem?: string
}

/** What is in a place, newest first. `changes` is whatever tells that it may be something else now. */
export function useSnapshots(control: Control, destination: string, changes: string): Snapshots | undefined {
  const [found, setFound] = useState<Snapshots & { readonly destination: string }>()
  useEffect(() => {
    let isCurrent = true
    const show = (snapshots: Snapshots): void => {
      if (isCurrent) setFound({ ...snapshots, destination })
    }
    control.backups.list({ destination }).then(
      (list) => show({ list }),
      (error) => show({ list: [], problem: sayWhy(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [control, destination, changes])
  return found?.destination === destination ? found : undefined
}
