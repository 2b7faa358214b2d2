import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/** Counts the bytes of a move, and holds them to a rate where the owner set one. */
export class Pace {
  readonly #bytesPerSecond: number
  #passed = 0
  #freeAt = 0
  readonly #recent: { at: number; passed: number }[] = []

  constructor(bytesPerSecond: number | null) {
    this.#bytesPerSecond = bytesPerSecond ?? Number.POSITIVE_INFINITY
  }

  through(body: Readable, signal: AbortSignal): Readable {
    const counted = async function* (this: Pace) {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        await this.#wait(chunk.length, signal)
        yield chunk
      }
    }
    return Readable.from(counted.call(this), { objectMode: false })
  }

  /** Over the last seconds. */
  bytesPerSecond(now = Date.now()): number {
    this.#recent.push({ at: now, passed: this.#passed })
    while (this.#recent.length > 2 && now - this.#recent[0]!.at > 10_000) this.#recent.shift()
    const first = this.#recent[0]!
    return now > first.at ? Math.round(((this.#passed - first.passed) * 1000) / (now - first.at)) : 0
  }

  async #wait(bytes: number, signal: AbortSignal): Promise<void> {
    this.#passed += bytes
    if (this.#bytesPerSecond === Number.POSITIVE_INFINITY) return
    const now = Date.now()
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes * 1000) / this.#bytesPerSecond
    if (this.#freeAt - now > 5) await delay(this.#freeAt - now, undefined, { signal })
  }
}
