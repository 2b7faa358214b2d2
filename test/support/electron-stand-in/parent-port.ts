/* Loaded first in a utility process: gives it `process.parentPort`, over Node's own IPC channel. */
import { EventEmitter } from 'node:events'
import { PortTable } from './message-ports.ts'

class ParentPort extends EventEmitter {
  readonly #ports = new PortTable((message) => process.send?.(message))
  #held: { data: unknown; ports: readonly number[] }[] | undefined = []

  constructor() {
    super()
    this.on('newListener', (event) => event === 'message' && queueMicrotask(() => this.#start()))
    process.on('message', (message: { port?: number; data: unknown; ports: readonly number[] }) => {
      if (message.port) this.#ports.handle({ ...message, port: message.port }, false)
      else if (this.#held) this.#held.push(message)
      else this.#deliver(message)
    })
    process.on('disconnect', () => process.exit(1)) // a utility process does not outlive its parent
  }

  postMessage(data: unknown): void {
    process.send?.({ data })
  }

  #start(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const message of held) this.#deliver(message)
  }

  #deliver({ data, ports }: { data: unknown; ports: readonly number[] }): void {
    this.emit('message', { data, ports: ports.map((number) => this.#ports.receive(number)) })
  }
}

Object.defineProperty(process, 'parentPort', { value: new ParentPort() })
