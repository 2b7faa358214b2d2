import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { EventQueue, Listener } from './queue.ts'
import type { RenderedEvent } from './rendered-event.ts'

/** Close codes that our browser client knows. */
export const closeCodes = { badQueue: 4001, replaced: 4002, signedOut: 4401, goingAway: 1001 } as const

const pingEvery = 30_000
/** A reader that is this far behind would make us hold its backlog twice: it comes back and goes on from its last event. */
const mostUnsent = 8 * 1024 * 1024

const Acknowledgement = z.object({ ack: z.number().int() })

/**
 * Carries a queue's events over one WebSocket: a text message each. The client says `{"ack": eventId}` now and then; what it
 * has not acknowledged is sent again when it comes back.
 */
export function carryEvents(queue: EventQueue, webSocket: WebSocket, socket: Socket): void {
  let isAlive = true
  const listener: Listener = {
    kind: 'socket',
    heard: (events) => write(events),
    ended: (reason) => webSocket.close(reason === 'replaced' ? closeCodes.replaced : closeCodes.goingAway),
  }

  function write(events: readonly RenderedEvent[]): void {
    if (webSocket.readyState !== webSocket.OPEN) return
    if (socket.writableLength > mostUnsent) webSocket.terminate()
    else for (const { frame } of events) writeTogether(socket, frame)
  }

  const ping = setInterval(() => {
    if (!isAlive) return webSocket.terminate()
    isAlive = false
    webSocket.ping()
  }, pingEvery)

  webSocket.on('pong', () => {
    isAlive = true
    queue.lastSeen = Date.now()
  })
  webSocket.on('message', (data) => {
    isAlive = true
    const said = readAcknowledgement(String(data))
    if (said !== undefined) queue.acknowledge(said)
  })
  webSocket.on('error', () => webSocket.terminate())
  webSocket.on('close', () => {
    clearInterval(ping)
    queue.stopListening(listener)
  })

  queue.listen(listener)
  write(queue.waiting())
}

function readAcknowledgement(text: string): number | undefined {
  try {
    return Acknowledgement.safeParse(JSON.parse(text)).data?.ack
  } catch {
    return undefined
  }
}

const corked = new Set<Socket>()

/** Several events of one commit leave in one system call. */
function writeTogether(socket: Socket, frame: Buffer): void {
  if (!corked.has(socket)) {
    if (corked.size === 0) process.nextTick(uncorkAll)
    corked.add(socket)
    socket.cork()
  }
  socket.write(frame)
}

function uncorkAll(): void {
  for (const socket of corked) socket.uncork()
  corked.clear()
}
