import type { ChatEvent } from './events.ts'
import { csrfToken, NoAnswer, RequestFailed, request } from './request.ts'

interface Listener {
  onEvent: (event: ChatEvent) => void
  /** `true` once events flow, `false` when they stopped. */
  onLive: (live: boolean) => void
  /** The server forgot our queue: register again. */
  onQueueLost: () => void
  onSignedOut: () => void
}

export interface Connection {
  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void
  close(): void
}

const queueLostCode = 4001
const signedOutCode = 4401
const ackEvery = 50
const ackAfterMs = 5_000
/** Heartbeats come about every 45 s: after this long without one the line is dead, even if the browser has not noticed. */
const silenceMs = 100_000
const socketFailuresBeforePolling = 2
/** A server that does not know our queue accepts the line and hangs up at once: that is not yet being connected. */
const graceMs = 150

/**
 * Follows an event queue from `lastEventId` on and passes on every event once, in order, over one WebSocket, or by long
 * poll where a WebSocket cannot get through. Reconnects by itself and asks for what it missed.
 */
export function followQueue(queueId: string, lastEventId: number, listener: Listener): Connection {
  let last = lastEventId
  let acknowledged = lastEventId
  let closed = false
  let attempt = 0
  let socketFailures = 0
  let socket: WebSocket | undefined
  let poll: AbortController | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let grace: ReturnType<typeof setTimeout> | undefined
  const ackTimer = setInterval(acknowledge, ackAfterMs)

  function hear(event: ChatEvent): void {
    if (event.id <= last) return // told again after a reconnect
    last = event.id
    listener.onEvent(event)
    if (last - acknowledged >= ackEvery) acknowledge()
  }

  function acknowledge(): void {
    if (last === acknowledged || socket?.readyState !== WebSocket.OPEN) return
    socket.send(JSON.stringify({ ack: last }))
    acknowledged = last
  }

  function watchSilence(): void {
    clearTimeout(silence)
    silence = setTimeout(() => socket?.close(), silenceMs)
  }

  function openSocket(): void {
    const url = new URL(
      `/json/events/socket?${new URLSearchParams({ queue_id: queueId, last_event_id: String(last) })}`,
      location.href,
    )
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    let opened = false
    const current = new WebSocket(url)
    socket = current
    watchSilence()
    const live = () => {
      clearTimeout(grace)
      attempt = 0
      socketFailures = 0
      listener.onLive(true)
    }
    current.onopen = () => {
      opened = true
      grace = setTimeout(live, graceMs)
    }
    current.onmessage = ({ data }) => {
      if (attempt > 0) live()
      watchSilence()
      hear(JSON.parse(data))
    }
    current.onclose = ({ code }) => {
      clearTimeout(silence)
      clearTimeout(grace)
      if (closed || socket !== current) return
      listener.onLive(false)
      if (code === queueLostCode) return listener.onQueueLost()
      if (code === signedOutCode) return listener.onSignedOut()
      if (!opened) socketFailures++
      waitAndRetry()
    }
  }

  async function pollOnce(block: boolean): Promise<void> {
    poll = new AbortController()
    const { events } = await request<{ events: ChatEvent[] }>(
      'GET',
      '/events',
      { queue_id: queueId, last_event_id: last, dont_block: !block },
      poll.signal,
    )
    attempt = 0
    listener.onLive(true)
    for (const event of events) hear(event)
  }

  async function pollUntilItFails(): Promise<void> {
    try {
      await pollOnce(false)
      while (!closed) await pollOnce(true)
    } catch (error) {
      if (closed || (error instanceof DOMException && error.name === 'AbortError')) return
      listener.onLive(false)
      if (error instanceof RequestFailed && error.code === 'BAD_EVENT_QUEUE_ID') return listener.onQueueLost()
      if (error instanceof RequestFailed && error.status === 401) return listener.onSignedOut()
      if (error instanceof NoAnswer) socketFailures = 0 // nothing gets through: the WebSocket deserves another chance
      waitAndRetry()
    }
  }

  function start(): void {
    clearTimeout(retry)
    if (closed) return
    if (socketFailures >= socketFailuresBeforePolling) void pollUntilItFails()
    else openSocket()
  }

  function waitAndRetry(): void {
    const wait = Math.min(10_000, 300 * 2 ** attempt++)
    retry = setTimeout(start, wait * (0.7 + Math.random() * 0.6))
  }

  function retryNow(): void {
    if (socket?.readyState === WebSocket.OPEN || socket?.readyState === WebSocket.CONNECTING) return
    if (retry) start()
  }

  addEventListener('online', retryNow)
  start()
  return {
    retryNow,
    close() {
      closed = true
      removeEventListener('online', retryNow)
      clearInterval(ackTimer)
      clearTimeout(retry)
      clearTimeout(silence)
      poll?.abort()
      socket?.close()
    },
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
