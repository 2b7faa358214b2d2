import type { UserId } from '../api/ids.ts'
import type { EventDialect } from './event.ts'
import { narrowHears, type QueueNarrow } from './queue-narrow.ts'
import type { RenderedEvent } from './rendered-event.ts'

/** What a client asked to hear. */
export interface QueueTerms {
  readonly userId: UserId
  readonly dialect: EventDialect
  /** Undefined: every type. */
  readonly eventTypes: readonly string[] | undefined
  readonly narrow: QueueNarrow
  /** Also messages of public channels that the user does not subscribe to. */
  readonly allPublicStreams: boolean
  readonly clientName: string
  /** Seconds without a poll or an open socket after which it is forgotten. */
  readonly idleTimeout: number
}

/** Someone who wants to know at once: a poll that waits, or a WebSocket. */
export interface Listener {
  /** A socket has been told as soon as it heard: what it leaves unacknowledged is kept for a while only. */
  readonly kind: 'poll' | 'socket'
  heard(events: readonly RenderedEvent[]): void
  /** Another listener took the queue, or it ended. */
  ended(reason: 'replaced' | 'closed'): void
}

/** A client that never acknowledges must not fill our memory: past this many it registers again. */
const mostWaiting = 20_000
/** Enough for a socket that breaks and comes back; one that never acknowledges costs no more than this. */
const mostUnacknowledged = 2_000

/** What one client has yet to hear. Events stay until the client says that it has them. */
export class EventQueue {
  readonly id: string
  readonly terms: QueueTerms
  readonly #types: ReadonlySet<string> | undefined
  #events: RenderedEvent[] = []
  #listener: Listener | undefined
  #newestAcknowledged: number
  #forgottenUpTo = -1
  /** When the client was last here, in milliseconds of `Date.now()`. */
  lastSeen = Date.now()

  constructor(id: string, terms: QueueTerms, startsAfter: number) {
    this.id = id
    this.terms = terms
    this.#types = terms.eventTypes && new Set(terms.eventTypes)
    this.#newestAcknowledged = startsAfter
  }

  get isListenedTo(): boolean {
    return this.#listener !== undefined
  }

  get isOverfull(): boolean {
    return this.#events.length > mostWaiting
  }

  push(events: readonly RenderedEvent[]): void {
    const wanted = events.filter((event) => this.#wants(event))
    if (wanted.length === 0) return
    for (const event of wanted) this.#events.push(event)
    this.#listener?.heard(wanted)
    if (this.#listener?.kind === 'socket' && this.#events.length > mostUnacknowledged) this.#forgetOldest()
  }

  #forgetOldest(): void {
    const forgotten = this.#events.splice(0, mostUnacknowledged / 2)
    this.#forgottenUpTo = forgotten.at(-1)?.id ?? this.#forgottenUpTo
  }

  /** Whether a client that has everything up to `eventId` can go on without a gap. */
  canGoOnAfter(eventId: number): boolean {
    return eventId >= this.#forgottenUpTo
  }

  #wants({ type, plain }: RenderedEvent): boolean {
    if (type === 'heartbeat') return true // whatever the client asked for: it keeps the connection alive
    if (this.#types && !this.#types.has(type)) return false
    return narrowHears(this.terms.narrow, plain)
  }

  /** The client has everything up to `eventId`. */
  acknowledge(eventId: number): void {
    this.lastSeen = Date.now()
    if (eventId <= this.#newestAcknowledged) return
    this.#newestAcknowledged = eventId
    const kept = this.#events.findIndex((event) => event.id > eventId)
    this.#events = kept === -1 ? [] : this.#events.slice(kept)
  }

  /** What has not been acknowledged, oldest first. */
  waiting(): readonly RenderedEvent[] {
    return this.#events
  }

  /** One listener at a time: a second one ends the first. */
  listen(listener: Listener): void {
    const previous = this.#listener
    this.#listener = listener
    previous?.ended('replaced')
  }

  stopListening(listener: Listener): void {
    if (this.#listener === listener) this.#listener = undefined
    this.lastSeen = Date.now()
  }

  close(): void {
    const listener = this.#listener
    this.#listener = undefined
    listener?.ended('closed')
  }

  /** All that a later process needs to go on, but for the events themselves; see `event-queues-file.ts`. */
  toJSON(): StoredQueue {
    const eventIds = this.#events.filter(({ type }) => type !== 'heartbeat').map(({ id }) => id)
    return { id: this.id, terms: this.terms, acknowledged: this.#newestAcknowledged, eventIds }
  }
}

export interface StoredQueue {
  readonly id: string
  readonly terms: QueueTerms
  readonly acknowledged: number
  readonly eventIds: readonly number[]
}
