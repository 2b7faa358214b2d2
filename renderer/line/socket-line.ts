import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { Control } from '../../server/control/contract.ts'

/** The owner's line to the server, whichever way it goes. */
export interface Line {
  readonly control: Control
  close(): void
}

/**
 * @returns also a promise of the end
 * @throws Error where nobody answers, or will not have us
 */
export async function lineOverSocket(address: string): Promise<Line & { readonly closed: Promise<void> }> {
  const websocket = new WebSocket(address)
  const control: Control = createORPCClient(new RPCLink({ websocket }))
  // After the client has heard of it: it would try to say goodbye over a socket that is closed.
  const closed = new Promise<void>((resolve) => websocket.addEventListener('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    websocket.addEventListener('open', () => resolve())
    websocket.addEventListener('close', () => reject(new Error('Landline does not answer')))
  })
  return { control, closed, close: () => websocket.close() }
}
