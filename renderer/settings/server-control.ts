import { useState } from 'react'
import type { Control } from '../../server/control/contract.ts'
import { showToast } from '../ui/index.ts'
import { desktop } from './line/desktop.ts'
import { sayWhy } from './line/problems.ts'

/** Start, stop and restart: the desktop app's business where there is one, since only it can start what does not run. */
export function serverActions(control: Control | undefined) {
  const bridge = desktop
  if (bridge) {
    return { start: () => bridge.startServer(), stop: () => bridge.stopServer(), restart: () => bridge.restartServer() }
  }
  return {
    start: undefined,
    stop: async () => control?.server.stop(),
    restart: async () => control?.server.restart(),
  }
}

/** Runs one thing at a time; says in a toast what went wrong. */
export function useWork() {
  const [busy, setBusy] = useState<string>()
  const run = async (name: string, work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(name)
    try {
      await work()
      return true
    } catch (error) {
      showToast(sayWhy(error), { kind: 'problem' })
      return false
    } finally {
      setBusy(undefined)
    }
  }
  return { busy, run }
}
