import type { Answer, Person } from './person.ts'
import { checkEvent } from './schema.ts'

export interface HeardEvent extends Answer {
  readonly id: number
  readonly type: string
}

/** An event queue, read by long poll as a client reads it. Heartbeats are passed over. */
export class HeardQueue {
  readonly snapshot: Answer
  readonly id: string
  readonly #person: Person
  #lastEventId: number
  #unread: HeardEvent[] = []

  constructor(person: Person, snapshot: Answer) {
    this.#person = person
    this.snapshot = snapshot
    this.id = snapshot.queue_id as string
    this.#lastEventId = snapshot.last_event_id as number
  }

  /** The next event; waits for it. */
  async next(): Promise<HeardEvent> {
    while (this.#unread.length === 0) await this.#poll(false)
    return this.#unread.shift()!
  }

  /** The next event of one type, whatever comes before it. */
  async nextOf(type: string): Promise<HeardEvent> {
    for (;;) {
      const event = await this.next()
      if (event.type === type) return event
    }
  }

  /** Everything there is now, without waiting. */
  async all(): Promise<HeardEvent[]> {
    await this.#poll(true)
    return this.#unread.splice(0)
  }

  async #poll(dontBlock: boolean): Promise<void> {
    const answer = await this.#person.get('/events', {
      queue_id: this.id,
      last_event_id: this.#lastEventId,
      dont_block: dontBlock,
    })
    for (const event of answer.events as HeardEvent[]) {
      checkEvent(event)
      if (event.id <= this.#lastEventId) throw new Error(`Event ${event.id} came after ${this.#lastEventId}`)
      this.#lastEventId = event.id
      if (event.type !== 'heartbeat') this.#unread.push(event)
    }
  }
}
