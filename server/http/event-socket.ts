import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Database } from '../database/connection.ts'
import type { EventQueue } from '../realtime/queue.ts'
import type { EventQueues } from '../realtime/queues.ts'
import { carryEvents, closeCodes } from '../realtime/socket.ts'
import { readUrlencoded } from './parameters.ts'
import { type Door, signIn } from './sign-in.ts'
import { isOwnPage, type UpgradeHandler, type Upgrades } from './upgrades.ts'

const largestMessage = 4096 // clients only acknowledge

/** Mounts the WebSocket form of GET /events: `/json/events/socket` by session, `/api/v1/events/socket` by API key. */
export function mountEventSocket(upgrades: Upgrades, database: Database, queues: EventQueues): void {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessage, perMessageDeflate: false })
  const open =
    (door: Door): UpgradeHandler =>
    (request, socket, head) => {
      if (!isOwnPage(request)) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      server.handleUpgrade(request, socket, head, (webSocket) => {
        // A browser cannot read why an upgrade was refused, so we refuse with a close code after it.
        void queueFor(database, queues, request, door).then((found) => {
          if (typeof found === 'number') webSocket.close(found)
          else carryEvents(found, webSocket, socket as Socket)
        })
      })
    }
  upgrades.on('/json/events/socket', open('json'))
  upgrades.on('/api/v1/events/socket', open('api'))
}

async function queueFor(
  database: Database,
  queues: EventQueues,
  request: IncomingMessage,
  door: Door,
): Promise<EventQueue | number> {
  try {
    const isSecure = 'encrypted' in request.socket
    const { viewer } = await signIn(database, request, door, isSecure)
    if (!viewer) return closeCodes.signedOut
    return heardFrom(queues, viewer.id, request)
  } catch {
    return closeCodes.signedOut
  }
}

function heardFrom(
  queues: EventQueues,
  userId: Parameters<EventQueues['find']>[1],
  { url = '' }: IncomingMessage,
): EventQueue | number {
  const { queue_id, last_event_id } = readUrlencoded(url.split('?')[1] ?? '')
  try {
    const queue = queues.find(String(queue_id), userId)
    const heard = Number(last_event_id)
    if (Number.isInteger(heard)) {
      if (!queue.canGoOnAfter(heard)) return closeCodes.badQueue
      queue.acknowledge(heard)
    }
    return queue
  } catch {
    return closeCodes.badQueue
  }
}
