import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Db } from '../database/connection.ts'
import { isOwnPage } from '../http/upgrades.ts'
import { findRealm } from '../realm/find.ts'
import type { ControlHandler } from './handler.ts'
import type { Pass, Tickets } from './tickets.ts'
import { isStillOwner, refuseDistant } from './unlock.ts'

const pingEvery = 30_000

/** Close codes that the settings page knows. */
const controlCloseCodes = { notOwner: 4403, goingAway: 1001 } as const

export interface ControlSockets {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  close(): void
}

/** The contract for the settings page in a browser: `/control?ticket=…` with a ticket from `unlockRoutes`. */
export function controlSockets(handler: ControlHandler, tickets: Tickets, db: Db): ControlSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 2 ** 20 })
  return {
    upgrade(request, socket, head) {
      const pass = passOf(request, tickets)
      if (pass === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      server.handleUpgrade(request, socket, head, (webSocket) => {
        if (pass === 'setup') handler.overSetupSocket(webSocket)
        else handler.overWebSocket(webSocket)
        watch(webSocket, () => isStillGood(db, pass))
      })
    },
    close() {
      for (const webSocket of server.clients) webSocket.close(controlCloseCodes.goingAway)
    },
  }
}

function passOf(request: IncomingMessage, tickets: Tickets): Pass | undefined {
  if (!isOwnPage(request)) return undefined
  try {
    const { remoteAddress: ip = '' } = request.socket
    refuseDistant({ ip, origin: `http://${request.headers.host}`, headers: request.headers })
  } catch {
    return undefined
  }
  const ticket = new URL(request.url ?? '/', 'http://landline').searchParams.get('ticket')
  return ticket ? tickets.take(ticket) : undefined
}

const isStillGood = async (db: Db, pass: Pass): Promise<boolean> =>
  pass === 'setup' ? (await findRealm(db)) === undefined : await isStillOwner(db, pass.owner)

/** Ends a line that is dead, or whose owner is one no more. */
function watch(webSocket: WebSocket, isStillWelcome: () => Promise<boolean>): void {
  let isAlive = true
  webSocket.on('pong', () => {
    isAlive = true
  })
  const look = setInterval(async () => {
    if (!isAlive) return webSocket.terminate()
    isAlive = false
    webSocket.ping()
    if (!(await isStillWelcome())) webSocket.close(controlCloseCodes.notOwner)
  }, pingEvery)
  webSocket.on('error', () => webSocket.terminate())
  webSocket.on('close', () => clearInterval(look))
}
