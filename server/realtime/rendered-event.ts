import type { Echo } from './emit.ts'
import { type ChatEvent, type EventDialect, isVaried, type PlainEvent } from './event.ts'
import { textFrame } from './text-frame.ts'

/** One event as text, shared by every queue that hears it in the same words. */
export class RenderedEvent {
  readonly id: number
  readonly type: string
  readonly plain: PlainEvent
  readonly json: string
  #frame: Buffer | undefined

  constructor(id: number, plain: PlainEvent) {
    this.id = id
    this.type = plain.type
    this.plain = plain
    this.json = JSON.stringify({ ...plain, id })
  }

  /** The WebSocket frame: made once, written to every socket. */
  get frame(): Buffer {
    this.#frame ??= textFrame(this.json)
    return this.#frame
  }
}

/** One emission in every dialect that somebody listens in, each rendered when first asked for. */
export class Rendering {
  readonly #event: ChatEvent
  readonly #echo: Echo | undefined
  readonly #nextId: () => number
  readonly #byDialect = new Map<EventDialect, readonly RenderedEvent[]>()
  #same: readonly RenderedEvent[] | undefined

  constructor(event: ChatEvent, echo: Echo | undefined, nextId: () => number) {
    this.#event = event
    this.#echo = echo
    this.#nextId = nextId
  }

  /** For one queue: ids grow within each queue, and all of ours come from one counter. */
  for(queueId: string, dialect: EventDialect): readonly RenderedEvent[] {
    if (this.#echo?.queueId === queueId) return this.#render(dialect, this.#echo.fields)
    if (!isVaried(this.#event)) {
      this.#same ??= this.#render(dialect)
      return this.#same
    }
    const known = this.#byDialect.get(dialect)
    if (known) return known
    const rendered = this.#render(dialect)
    this.#byDialect.set(dialect, rendered)
    return rendered
  }

  #render(dialect: EventDialect, extra?: Readonly<Record<string, unknown>>): readonly RenderedEvent[] {
    const event = isVaried(this.#event) ? this.#event.forDialect(dialect) : this.#event
    if (!event) return []
    const events = (Array.isArray(event) ? event : [event]) as readonly PlainEvent[]
    return events.map((plain) => new RenderedEvent(this.#nextId(), extra ? { ...plain, ...extra } : plain))
  }
}
