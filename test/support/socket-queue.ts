import { WebSocket } from 'ws'
import type { HeardEvent } from './heard-queue.ts'
import type { Person } from './person.ts'

/** An event queue heard over a WebSocket, which comes back after a break as our browser client does. */
export class SocketQueue {
  readonly heard: HeardEvent[] = []
  /** Close codes of breaks that only a new registration would mend. */
  readonly lost: number[] = []
  readonly #person: Person
  readonly #queueId: string
  #lastEventId: number
  #socket: WebSocket | undefined
  #isDone = false

  constructor(person: Person, snapshot: { readonly queue_id: string; readonly last_event_id: number }) {
    this.#person = person
    this.#queueId = snapshot.queue_id
    this.#lastEventId = snapshot.last_event_id
  }

  /** Resolves when connected for the first time. */
  connect(): Promise<void> {
    const at = `${this.#person.url.replace('http', 'ws')}/api/v1/events/socket?queue_id=${this.#queueId}&last_event_id=${this.#lastEventId}`
    const socket = new WebSocket(at, { headers: { authorization: this.#person.authorization }, perMessageDeflate: false })
    this.#socket = socket
    socket.on('message', (data) => this.#hear(JSON.parse(String(data)) as HeardEvent))
    socket.on('error', () => {})
    socket.on('close', (code) => {
      if (code === 4001 || code === 4401) this.lost.push(code)
      else if (!this.#isDone) setTimeout(() => void this.connect(), 50)
    })
    return new Promise((resolve) => socket.once('open', () => resolve()))
  }

  #hear(event: HeardEvent): void {
    this.#lastEventId = event.id
    if (event.type !== 'heartbeat') this.heard.push(event)
    if (this.heard.length % 20 === 0) this.#socket?.send(JSON.stringify({ ack: event.id }))
  }

  end(): void {
    this.#isDone = true
    this.#socket?.terminate()
  }
}
