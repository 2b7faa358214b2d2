import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Turns } from '../../turns.ts'
import type { BlobFacts } from '../blob-store.ts'

interface Part {
  /** From 1. */
  readonly number: number
  readonly content: Buffer
}

/** A stream in parts, each in memory that its sender brings along and uses again: 5 GB of garbage would be collected late. */
export class Parts {
  readonly #pieces: AsyncIterator<Buffer>
  readonly #hash = createHash('sha256')
  readonly #turns = new Turns(1)
  #bytes = 0
  #given = 0
  #rest: Buffer = Buffer.alloc(0)

  constructor(body: Readable) {
    this.#pieces = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }

  /** The next part, as large as `memory` unless it is the last; undefined after that. */
  next(memory: Buffer): Promise<Part | undefined> {
    return this.#turns.run(async () => {
      const content = memory.subarray(0, await this.#fill(memory))
      return content.length > 0 ? { number: ++this.#given, content } : undefined
    })
  }

  /** Of all that was taken. */
  facts(): BlobFacts {
    return { bytes: this.#bytes, sha256: this.#hash.digest() }
  }

  async #fill(memory: Buffer): Promise<number> {
    let filled = this.#take(this.#rest, memory, 0)
    while (filled < memory.length) {
      const { value, done } = await this.#pieces.next()
      if (done) break
      this.#hash.update(value)
      this.#bytes += value.length
      filled += this.#take(value, memory, filled)
    }
    return filled
  }

  /** Copies as much as there is room for, and keeps the rest. */
  #take(piece: Buffer, memory: Buffer, at: number): number {
    const taken = piece.copy(memory, at)
    this.#rest = piece.subarray(taken)
    return taken
  }
}
