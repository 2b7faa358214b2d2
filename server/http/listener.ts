import { createServer, type Server } from 'node:http'
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
  return server
}

/** Takes no new connections, lets requests under way finish for at most `graceMs`, then cuts what is left. */
export async function closeHttpServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Again and again: an answer that is just leaving keeps its connection busy, and afterwards idle for ever.
  const idle = setInterval(() => server.closeIdleConnections(), 20)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
