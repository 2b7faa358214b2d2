import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** WebSocket addresses, by path. What is not listed is refused before anything is spent on it. */
export class Upgrades {
  readonly #handlers = new Map<string, UpgradeHandler>()
  readonly #isGone: () => boolean

  /** @param isGone where nobody is served any more, only the owner's line is taken */
  constructor(isGone: () => boolean = () => false) {
    this.#isGone = isGone
  }

  on(path: string, handler: UpgradeHandler): void {
    this.#handlers.set(path, handler)
  }

  attachTo(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      const handler = this.#handlers.get(pathOf(request))
      if (this.#isGone() && pathOf(request) !== '/control') socket.end('HTTP/1.1 410 Gone\r\nConnection: close\r\n\r\n')
      else if (handler) handler(request, socket, head)
      else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
    })
  }
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0]!

/** A browser sends its page's origin with every upgrade; a page of another site must not listen in. */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true // not a browser
  return URL.parse(headers.origin)?.host === headers.host
}
