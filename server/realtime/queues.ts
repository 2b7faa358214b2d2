import { randomUUID } from 'node:crypto'
import { ApiError } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import { internDialect } from './dialect.ts'
import type { Emission } from './emit.ts'
import type { PlainEvent } from './event.ts'
import { EventQueue, type QueueTerms, type StoredQueue } from './queue.ts'
import { RenderedEvent, Rendering } from './rendered-event.ts'

/** Clients give up on a poll after 90 s; Zulip sends a heartbeat every 45 to 55. */
const heartbeatEvery = 50_000
const sweepEvery = 60_000

/** @throws ApiError BAD_EVENT_QUEUE_ID, on which every client registers again */
export const badQueue = (id: string): ApiError =>
  new ApiError('BAD_EVENT_QUEUE_ID', `Bad event queue ID: ${id}`, 400, { queue_id: id })

/** Every client's queue, and the way from an emission to those who hear it. */
export class EventQueues {
  readonly #byId = new Map<string, EventQueue>()
  readonly #byUser = new Map<UserId, EventQueue[]>()
  readonly #timers: NodeJS.Timeout[] = []
  #lastId = 0

  start(): void {
    this.#timers.push(
      setInterval(() => this.#beat(), heartbeatEvery),
      setInterval(() => this.#sweep(), sweepEvery),
    )
    for (const timer of this.#timers) timer.unref()
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    this.hangUp()
  }

  /** Ends what clients listen with. Their queues stay, for those who come back. */
  hangUp(): void {
    for (const queue of this.#byId.values()) queue.close()
  }

  /** The newest event's id: a queue opened now hears what comes after it. */
  get lastEventId(): number {
    return this.#lastId
  }

  get isEmpty(): boolean {
    return this.#byId.size === 0
  }

  /** People with a client that is listening now. */
  get peopleConnected(): number {
    let people = 0
    for (const queues of this.#byUser.values()) if (queues.some((queue) => queue.isListenedTo)) people += 1
    return people
  }

  open(terms: QueueTerms): EventQueue {
    const queue = new EventQueue(randomUUID(), terms, this.#lastId)
    this.#add(queue)
    return queue
  }

  #add(queue: EventQueue): void {
    this.#byId.set(queue.id, queue)
    const { userId } = queue.terms
    this.#byUser.set(userId, [...(this.#byUser.get(userId) ?? []), queue])
  }

  /** @throws ApiError BAD_EVENT_QUEUE_ID when there is none, or it is somebody else's */
  find(id: string, userId: UserId): EventQueue {
    const queue = this.#byId.get(id)
    if (queue?.terms.userId !== userId) throw badQueue(id)
    return queue
  }

  close(queue: EventQueue): void {
    queue.close()
    this.#byId.delete(queue.id)
    const left = (this.#byUser.get(queue.terms.userId) ?? []).filter((other) => other !== queue)
    if (left.length > 0) this.#byUser.set(queue.terms.userId, left)
    else this.#byUser.delete(queue.terms.userId)
  }

  /** Ends everything a user listens with: they were deactivated, or their keys revoked. */
  closeOf(userId: UserId): void {
    for (const queue of this.#byUser.get(userId) ?? []) this.close(queue)
  }

  publish(emissions: readonly Emission[]): void {
    for (const emission of emissions) {
      const { event, userIds, echo } = emission
      const rendering = new Rendering(event, echo, () => ++this.#lastId)
      for (const userId of userIds) {
        const queues = this.#byUser.get(userId)
        if (!queues) continue
        for (const queue of queues) queue.push(rendering.for(queue.id, queue.terms.dialect))
      }
      if (emission.isPublic) this.#tellOnlookers(emission, rendering)
    }
  }

  /** Programs that asked for the messages of all public channels, without being in them. */
  #tellOnlookers({ userIds, exceptUserIds }: Emission, rendering: Rendering): void {
    const onlookers = [...this.#byId.values()].filter(({ terms }) => terms.allPublicStreams)
    if (onlookers.length === 0) return
    const told = new Set(userIds)
    for (const queue of onlookers) {
      const { userId, dialect } = queue.terms
      if (!told.has(userId) && !exceptUserIds?.has(userId)) queue.push(rendering.for(queue.id, dialect))
    }
  }

  #beat(): void {
    const heartbeat = [new RenderedEvent(++this.#lastId, { type: 'heartbeat' })]
    for (const queue of this.#byId.values()) if (queue.isListenedTo) queue.push(heartbeat)
  }

  #sweep(): void {
    const now = Date.now()
    for (const queue of [...this.#byId.values()]) {
      const isIdle = !queue.isListenedTo && now - queue.lastSeen > queue.terms.idleTimeout * 1000
      if (isIdle || queue.isOverfull) this.close(queue)
    }
  }

  /** For a planned restart: what the next process needs so that no client notices. An event is written once, however many hear it. */
  toJSON(): StoredQueues {
    const queues = [...this.#byId.values()]
    const events = new Map(queues.flatMap((queue) => queue.waiting().map(({ id, plain }) => [id, plain] as const)))
    return { lastId: this.#lastId, events: [...events], queues: queues.map((queue) => queue.toJSON()) }
  }

  restore({ lastId, events, queues }: StoredQueues): void {
    this.#lastId = Math.max(this.#lastId, lastId)
    const rendered = new Map(events.map(([id, plain]) => [id, new RenderedEvent(id, plain)]))
    for (const { id, terms, acknowledged, eventIds } of queues) {
      const queue = new EventQueue(id, { ...terms, dialect: internDialect(terms.dialect) }, acknowledged)
      queue.push(eventIds.flatMap((eventId) => rendered.get(eventId) ?? []))
      this.#add(queue)
    }
  }
}

export interface StoredQueues {
  readonly lastId: number
  readonly events: readonly (readonly [id: number, event: PlainEvent])[]
  readonly queues: readonly StoredQueue[]
}
