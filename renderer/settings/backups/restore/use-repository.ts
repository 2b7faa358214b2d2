import { useEffect, useState } from 'react'
import type { Control, Repository, RestoreSource } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'

type Found = { readonly source: RestoreSource; readonly repository: Repository } | { readonly problem: string }

/** What is in one of our own places, or why that cannot be told. */
export function useRepository(control: Control, destination: string | undefined): Found | undefined {
  const [found, setFound] = useState<Found>()
  useEffect(() => {
    let isCurrent = true
    setFound(undefined)
    if (destination === undefined) return
    const source = { destination }
    control.restores.list(source).then(
      (repository) => isCurrent && setFound({ source, repository }),
      (error) => isCurrent && setFound({ problem: sayWhy(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [control, destination])
  return found
}
