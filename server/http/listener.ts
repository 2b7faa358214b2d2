import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type Koa from 'koa'
import type { Upgrades } from './upgrades.ts'

/** Long enough for a large upload over bad Wi-Fi. */
const longestRequest = 6 * 60 * 60 * 1000

/** An HTTP server that is not listening yet. */
export function createHttpServer(app: Koa, upgrades: Upgrades): Server {
  const server = createServer(
    { keepAliveTimeout: 75_000, requestTimeout: longestRequest, headersTimeout: 30_000 },
    app.callback(),
  )
  upgrades.attachTo(server)
  const sockets = new Set<Socket>()
  connections.set(server, sockets)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return server
}

const connections = new WeakMap<Server, ReadonlySet<Socket>>()

/** Browsers connect in advance, and Node calls idle only a connection that has had an answer. */
function closeSilentConnections(server: Server): void {
  for (const socket of connections.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy()
}

/** Takes no new connections, lets requests under way finish for at most `graceMs`, then cuts what is left. */
export async function closeHttpServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Again and again: an answer that is just leaving keeps its connection busy, and afterwards idle for ever.
  const idle = setInterval(() => {
    server.closeIdleConnections()
    closeSilentConnections(server)
  }, 20)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
