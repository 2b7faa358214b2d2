import type { ChatEvent } from './events.ts'
import { csrfToken, NoAnswer, RequestFailed, request } from './request.ts'

export interface ConnectionListener {
  onEvent: (event: ChatEvent) => void
  /** `true` once events flow, `false` when they stopped. */
  onLive: (live: boolean) => void
  /** The server forgot our queue: register again. */
  onQueueLost: () => void
  onSignedOut: () => void
}

const queueLostCode = 4001
const signedOutCode = 4401
const gone = 410
const ackEvery = 50
const ackAfterMs = 5_000
/** Heartbeats come about every 45 s: after this long without one the line is dead, even if the browser has not noticed. */
const silenceMs = 100_000
const socketFailuresBeforePolling = 2
/** A server that does not know our queue accepts the line and hangs up at once: that is not yet being connected. */
const graceMs = 150
const longestWaitMs = 10_000

type Timer = ReturnType<typeof setTimeout> | undefined

/**
 * Follows an event queue from an event id on and passes on every event once, in order, over one WebSocket, or by long poll
 * where a WebSocket cannot get through. Reconnects by itself and asks for what it missed.
 */
export class Connection {
  readonly #queueId: string
  readonly #listener: ConnectionListener
  #last: number
  #acknowledged: number
  #closed = false
  #attempt = 0
  #socketFailures = 0
  #socket: WebSocket | undefined
  #poll: AbortController | undefined
  #retryTimer: Timer
  #silenceTimer: Timer
  #graceTimer: Timer
  readonly #ackTimer: Timer

  constructor(queueId: string, lastEventId: number, listener: ConnectionListener) {
    this.#queueId = queueId
    this.#listener = listener
    this.#last = lastEventId
    this.#acknowledged = lastEventId
    this.#ackTimer = setInterval(() => this.#acknowledge(), ackAfterMs)
    addEventListener('online', this.retryNow)
    this.#start()
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow = (): void => {
    if (this.#retryTimer !== undefined) this.#start()
  }

  close(): void {
    this.#closed = true
    removeEventListener('online', this.retryNow)
    clearInterval(this.#ackTimer)
    for (const timer of [this.#retryTimer, this.#silenceTimer, this.#graceTimer]) clearTimeout(timer)
    this.#poll?.abort()
    this.#socket?.close()
  }

  #start(): void {
    clearTimeout(this.#retryTimer)
    this.#retryTimer = undefined
    if (this.#closed) return
    if (this.#socketFailures >= socketFailuresBeforePolling) void this.#pollUntilItFails()
    else this.#openSocket()
  }

  #openSocket(): void {
    const parameters = new URLSearchParams({ queue_id: this.#queueId, last_event_id: String(this.#last) })
    const url = new URL(`/json/events/socket?${parameters}`, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url)
    let opened = false
    this.#socket = socket
    this.#watchSilence()
    socket.onopen = () => {
      opened = true
      this.#graceTimer = setTimeout(() => this.#live(), graceMs)
    }
    socket.onmessage = ({ data }) => {
      this.#watchSilence()
      this.#hear(JSON.parse(data))
    }
    socket.onclose = ({ code }) => {
      clearTimeout(this.#silenceTimer)
      clearTimeout(this.#graceTimer)
      if (!opened) this.#socketFailures++
      this.#broken(code === queueLostCode, code === signedOutCode)
    }
  }

  async #pollUntilItFails(): Promise<void> {
    try {
      for (let block = false; !this.#closed; block = true) {
        this.#poll = new AbortController()
        const place = { queue_id: this.#queueId, last_event_id: this.#last, dont_block: !block }
        const { events } = await request<{ events: ChatEvent[] }>('GET', '/events', place, this.#poll.signal)
        this.#live()
        for (const event of events) this.#hear(event)
      }
    } catch (error) {
      if (error instanceof NoAnswer) this.#socketFailures = 0 // nothing gets through: the WebSocket deserves another chance
      const refused = error instanceof RequestFailed ? error : undefined
      if (refused?.code === 'SERVER_MOVED' && refused.status === gone) return location.reload() // to the page that says where to
      this.#broken(refused?.code === 'BAD_EVENT_QUEUE_ID', refused?.status === 401)
    }
  }

  #live(): void {
    this.#attempt = 0
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socketFailures = 0
    this.#listener.onLive(true)
  }

  #broken(queueLost: boolean, signedOut: boolean): void {
    if (this.#closed) return
    this.#listener.onLive(false)
    if (queueLost) this.#listener.onQueueLost()
    else if (signedOut) this.#listener.onSignedOut()
    else this.#retryLater()
  }

  #retryLater(): void {
    const wait = Math.min(longestWaitMs, 300 * 2 ** this.#attempt++)
    this.#retryTimer = setTimeout(() => this.#start(), wait * (0.7 + Math.random() * 0.6)) // not all at once after a restart
  }

  #hear(event: ChatEvent): void {
    if (event.id <= this.#last) return // told again after a reconnect
    this.#last = event.id
    this.#listener.onEvent(event)
    if (this.#last - this.#acknowledged >= ackEvery) this.#acknowledge()
  }

  #acknowledge(): void {
    if (this.#last === this.#acknowledged || this.#socket?.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify({ ack: this.#last }))
    this.#acknowledged = this.#last
  }

  #watchSilence(): void {
    clearTimeout(this.#silenceTimer)
    this.#silenceTimer = setTimeout(() => this.#socket?.close(), silenceMs)
  }
}

/** Tells the server that a queue is no longer needed, also while the page goes away. */
export function forgetQueue(queueId: string): void {
  void fetch('/json/events', {
    method: 'DELETE',
    keepalive: true,
    headers: { 'X-CSRFToken': csrfToken() },
    body: new URLSearchParams({ queue_id: queueId }),
  }).catch(() => {}) // it expires by itself
}
