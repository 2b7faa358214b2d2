import type { ServerState } from '../renderer/settings/desktop-bridge.ts'

/** What tray and menu can do; both offer the same. */
export interface Actions {
  openChat(): void
  openSettings(): void
  startServer(): void
  stopServer(): void
  restartServer(): void
  quit(): void
}

/** The server's state in a few words, for a tooltip and the head of a menu. */
export function describe(state: ServerState): string {
  switch (state.name) {
    case 'starting':
      return 'Starting…'
    case 'running':
      return `Running at ${URL.parse(state.url)?.host ?? state.url}`
    case 'waiting':
      return 'Stopped unexpectedly, starting again…'
    case 'stopping':
      return 'Stopping…'
    case 'stopped':
      return state.problem ? 'Cannot start: see Settings' : 'Stopped'
  }
}

/** What can be done to the server now. */
export const mayStart = ({ name }: ServerState): boolean => name === 'stopped' || name === 'waiting'
export const mayStop = ({ name }: ServerState): boolean => name === 'running' || name === 'starting' || name === 'waiting'
