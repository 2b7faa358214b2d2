import { useCallback } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { showToast } from '../../../ui/index.ts'
import { localName } from './place.ts'

type Destination = Parameters<Control['backups']['addDestination']>[0]['destination']

/** Adds a place and backs up to it right away, so that it is worth something. */
export function useNewPlace(control: Control) {
  return useCallback(
    async (name: string, destination: Destination, secret: string | null): Promise<void> => {
      await control.backups.addDestination({ name: name.trim(), destination, secret })
      showToast(`Backups go to “${name.trim()}” too from now on`)
      control.backups.create({ destination: name.trim() }).catch((error) => showToast(sayWhy(error), { kind: 'problem' }))
    },
    [control],
  )
}

/** What the folder is called, as a name that is not taken: `USB`, `USB 2`. */
export function nameFor(path: string, { destinations }: BackupStatus): string {
  const last = path.split(/[\\/]/).findLast((part) => part !== '') ?? ''
  const name = last
    .replace(/[^\p{L}\p{N} ._-]/gu, '')
    .replace(/^[ ._-]+/, '')
    .slice(0, 45)
  const isTaken = (one: string): boolean => one === localName || destinations.some((place) => place.name === one)
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name} ${number}`
    if (!isTaken(one)) return one
  }
}
