import { useEffect, useState } from 'react'
import type { DesktopBridge, ServerState } from '../desktop-bridge.ts'

declare global {
  interface Window {
    readonly landlineDesktop?: DesktopBridge
  }
}

/** The desktop app around this page; undefined in a browser. */
export const desktop: DesktopBridge | undefined = window.landlineDesktop

/** What the desktop app says of the server it looks after; undefined in a browser, which sees only its line. */
export function useServerState(): ServerState | undefined {
  const [state, setState] = useState<ServerState>()
  useEffect(() => {
    desktop?.onServerState(setState)
    void desktop?.serverState().then(setState)
  }, [])
  return state
}

/** A fresh line to the server, through the desktop app: it passes on our port and reads nothing. */
export function openPort(bridge: DesktopBridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    const hear = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== window || event.data !== 'control-port' || !port) return
      window.removeEventListener('message', hear)
      resolve(port)
    }
    window.addEventListener('message', hear)
    bridge.connect()
  })
}
