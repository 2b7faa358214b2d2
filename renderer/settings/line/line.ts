import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { Control } from '../../../server/control/contract.ts'
import type { DesktopBridge } from '../desktop-bridge.ts'
import { openPort } from './desktop.ts'

/** The owner's line to the server, whichever way it goes. */
export interface Line {
  readonly control: Control
  close(): void
}

/** Lasts as long as the server's process, of which the desktop app tells: a port alone does not notice that its other end is gone. */
export async function lineOverPort(bridge: DesktopBridge): Promise<Line> {
  const port = await openPort(bridge)
  port.start()
  return { control: createORPCClient(new PortLink({ port })), close: () => port.close() }
}

/**
 * @returns also a promise of the end
 * @throws Error where nobody answers, or will not have us
 */
export async function lineOverSocket(address: string): Promise<Line & { readonly closed: Promise<void> }> {
  const websocket = new WebSocket(address)
  const control: Control = createORPCClient(new SocketLink({ websocket }))
  // After the client has heard of it: it would try to say goodbye over a socket that is closed.
  const closed = new Promise<void>((resolve) => websocket.addEventListener('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    websocket.addEventListener('open', () => resolve())
    websocket.addEventListener('close', () => reject(new Error('Landline does not answer')))
  })
  return { control, closed, close: () => websocket.close() }
}
