import { useEffect } from 'react'
import type { Control, RestoreStatus } from '../../server/control/contract.ts'
import { useWatch, type Watch } from '../line/use-watch.ts'
import { expectRestart } from './expected-restart.ts'

const watch: Watch<RestoreStatus> = (control, options) => control.restores.watch(undefined, options)

/** How a restore goes, or how the last one ended, as it changes. Undefined until the first account arrives, and without a line. */
export function useRestoreStatus(control: Control | undefined): RestoreStatus | undefined {
  const status = useWatch(control, watch)
  useEffect(() => {
    if (status) expectRestart(status.underWay?.what === 'everything')
  }, [status])
  return status
}
