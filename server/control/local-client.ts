import { connect } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { DataFolder } from '../config/data-folder.ts'
import { isErrno } from '../config/problem.ts'
import type { Control } from './contract.ts'
import { findSocket } from './socket-path.ts'

export interface Connection {
  readonly control: Control
  close(): void
}

/** The server that runs on this data folder, or undefined where none does. */
export async function connectToServer(folder: Pick<DataFolder, 'path'>): Promise<Connection | undefined> {
  const webSocket = new WebSocket('ws://landline/', {
    createConnection: () => connect(findSocket(folder)),
    perMessageDeflate: false,
    handshakeTimeout: 5000,
  })
  try {
    await new Promise<void>((resolve, reject) => {
      webSocket.once('open', resolve)
      webSocket.once('error', reject)
    })
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ECONNREFUSED')) return undefined
    throw error
  }
  webSocket.on('error', () => {}) // the calls under way fail by the close that follows
  const link = new RPCLink({ websocket: webSocket as unknown as globalThis.WebSocket })
  return { control: createORPCClient(link), close: () => webSocket.terminate() }
}
