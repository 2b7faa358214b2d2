import type { Control } from '../../server/control/contract.ts'
import { desktop } from './line/desktop.ts'

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
