import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { Control } from '../../../server/control/contract.ts'
import type { DesktopBridge } from '../desktop-bridge.ts'
import { openPort } from './desktop.ts'

/** The owner's line to the server, whichever way it goes. */
export interface Line {
  readonly control: Control
  /** Resolves when the other end is gone. */
  readonly closed: Promise<void>
  close(): void
}

export async function lineOverPort(bridge: DesktopBridge): Promise<Line> {
  const port = await openPort(bridge)
  const closed = new Promise<void>((resolve) => port.addEventListener('close', () => resolve()))
  port.start()
  return { control: createORPCClient(new PortLink({ port })), closed, close: () => port.close() }
}

/** @throws Error where nobody answers, or will not have us */
export async function lineOverSocket(address: string): Promise<Line> {
  const websocket = new WebSocket(address)
  const closed = new Promise<void>((resolve) => websocket.addEventListener('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    websocket.addEventListener('open', () => resolve())
    websocket.addEventListener('close', () => reject(new Error('Landline does not answer')))
  })
  return { control: createORPCClient(new SocketLink({ websocket })), closed, close: () => websocket.close() }
}
