import { EventEmitter } from 'node:events'

/** Where a port's messages go: the other port of its channel, a page, or another process. */
export interface FarEnd {
  post(data: unknown): void
  close(): void
}

/** Electron's MessagePortMain: like a web MessagePort, but an EventEmitter. Holds messages back until `start`. */
export class MessagePortMain extends EventEmitter {
  #farEnd: FarEnd | undefined
  #held: unknown[] | undefined = []
  #isClosed = false

  connect(farEnd: FarEnd): this {
    this.#farEnd = farEnd
    return this
  }

  /** A message from the far end. */
  deliver(data: unknown): void {
    if (this.#held) this.#held.push(data)
    else this.emit('message', { data, ports: [] })
  }

  /** The far end is gone. */
  hangUp(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.emit('close')
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in does not carry ports over ports')
    if (!this.#isClosed) this.#farEnd?.post(data)
  }

  start(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const data of held) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#farEnd?.close()
    this.emit('close')
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    this.port1.connect({ post: (data) => this.port2.deliver(data), close: () => this.port2.hangUp() })
    this.port2.connect({ post: (data) => this.port1.deliver(data), close: () => this.port1.hangUp() })
  }
}

/**
 * Ports that live on the far side of a pipe, by number. Both ends of a process's IPC channel keep one.
 * `send` carries `{port, data}` or `{port, closed: true}`.
 */
export class PortTable {
  #next = 1
  readonly #ports = new Map<number, MessagePortMain>()
  readonly #send: (message: PortMessage) => void

  constructor(send: (message: PortMessage) => void) {
    this.#send = send
  }

  /** Gives a port away: what reaches it from now on goes over the pipe. Returns its number. */
  giveAway(port: MessagePortMain): number {
    const number = this.#next++
    this.#ports.set(number, port)
    port.on('message', ({ data }) => this.#send({ port: number, data }))
    port.on('close', () => {
      if (this.#ports.delete(number)) this.#send({ port: number, closed: true })
    })
    port.start()
    return number
  }

  /** The near end of a port that was given to us under this number. */
  receive(number: number): MessagePortMain {
    const port = new MessagePortMain().connect({
      post: (data) => this.#send({ port: number, data }),
      close: () => this.#ports.delete(number) && this.#send({ port: number, closed: true }),
    })
    this.#ports.set(number, port)
    return port
  }

  /** A message from the other side about one of our ports, given away or received. */
  handle({ port: number, data, closed }: PortMessage, wasGivenAway: boolean): void {
    const port = this.#ports.get(number)
    if (!port) return
    if (closed) {
      this.#ports.delete(number)
      if (wasGivenAway) port.close()
      else port.hangUp()
    } else if (wasGivenAway) port.postMessage(data)
    else port.deliver(data)
  }

  closeAll(): void {
    const ports = [...this.#ports.values()]
    this.#ports.clear()
    for (const port of ports) port.close()
  }
}

export interface PortMessage {
  readonly port: number
  readonly data?: unknown
  readonly closed?: true
}
