import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Line } from '../../line/socket-line.ts'
import type { DesktopBridge } from '../desktop-bridge.ts'
import { openPort } from './desktop.ts'

/** Lasts as long as the server's process, of which the desktop app tells: a port alone does not notice that its other end is gone. */
export async function lineOverPort(bridge: DesktopBridge): Promise<Line> {
  const port = await openPort(bridge)
  port.start()
  return { control: createORPCClient(new RPCLink({ port })), close: () => port.close() }
}
