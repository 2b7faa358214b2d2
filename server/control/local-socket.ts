import { chmodSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import type { DataFolder } from '../config/data-folder.ts'
import type { Problem } from '../config/problem.ts'
import type { ControlHandler } from './handler.ts'
import { placeForSocket, removeSocket } from './socket-path.ts'

export interface LocalSocket {
  /** Set where it could not be opened; then the command line cannot reach this server. */
  readonly problem: Problem | undefined
  close(): void
}

/**
 * Answers the contract on a socket that only this user of this computer can open: the folder and the socket itself are closed to
 * others (on Windows, the pipe's default access is). Frames are WebSocket's, so that streams and cancelling work as in a browser.
 */
export async function openLocalSocket(folder: DataFolder, handler: ControlHandler, log: Logger): Promise<LocalSocket> {
  const server = createServer((_request, response) => response.writeHead(426).end())
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: 2 ** 20 })
  server.on('upgrade', (request, socket, head) => {
    webSockets.handleUpgrade(request, socket, head, (webSocket) => handler.overWebSocket(webSocket))
  })
  const close = (): void => {
    for (const webSocket of webSockets.clients) webSocket.terminate()
    server.close()
    removeSocket(folder)
  }
  try {
    removeSocket(folder) // we hold the folder's lock, so a socket that is there has nobody behind it
    const at = placeForSocket(folder)
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(at, resolve))
    if (process.platform !== 'win32') chmodSync(at, 0o600)
    server.unref()
    return { problem: undefined, close }
  } catch (error) {
    log.error({ err: error }, 'The owner’s socket could not be opened')
    return { problem: socketUnusable(error), close: () => server.close() }
  }
}

const socketUnusable = (error: unknown): Problem => ({
  code: 'CONTROL_SOCKET_UNUSABLE',
  message: `The command line cannot reach this server: its socket could not be opened (${error instanceof Error ? error.message : error}).`,
  nextStep: 'Restart Landline with a data folder on a disk of this computer; until then use the settings window or page.',
})
