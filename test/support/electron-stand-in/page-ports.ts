import { MessagePortMain } from './message-ports.ts'

/** A message about one of the page's ports, as `preloadWorld` sends it. */
export interface PagePortMessage {
  readonly port: number
  readonly data?: string
  readonly closed?: true
}

/** Ports whose other end lives in a page, by the page's world and the number they have there. */
export class PagePorts {
  readonly #tell: (world: number, message: PagePortMessage) => void
  readonly #ports = new Map<string, MessagePortMain>()

  constructor(tell: (world: number, message: PagePortMessage) => void) {
    this.#tell = tell
  }

  receive(world: number, number: number): MessagePortMain {
    const port = new MessagePortMain().connect({
      post: (data) => this.#tell(world, { port: number, data: pack(data) }),
      close: () => this.#tell(world, { port: number, closed: true }),
    })
    this.#ports.set(`${world}:${number}`, port)
    return port
  }

  handle(world: number, { port: number, data, closed }: PagePortMessage): void {
    const port = this.#ports.get(`${world}:${number}`)
    if (closed) {
      this.#ports.delete(`${world}:${number}`)
      port?.hangUp()
    } else if (data !== undefined) port?.deliver(unpack(data))
  }

  /** The page is gone, and its ports with it. */
  hangUp(): void {
    const ports = [...this.#ports.values()]
    this.#ports.clear()
    for (const port of ports) port.hangUp()
  }
}

/** As in `preloadWorld`: JSON carries no bytes. */
function pack(data: unknown): string {
  if (typeof data === 'string') return `s${data}`
  if (data instanceof ArrayBuffer) return `b${Buffer.from(data).toString('base64')}`
  return ArrayBuffer.isView(data)
    ? `b${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`
    : `j${JSON.stringify(data)}`
}

function unpack(packed: string): unknown {
  const rest = packed.slice(1)
  if (packed[0] === 's') return rest
  return packed[0] === 'b' ? new Uint8Array(Buffer.from(rest, 'base64')) : JSON.parse(rest)
}
