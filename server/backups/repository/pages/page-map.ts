import { readVarint, writeVarint } from './varint.ts'

/** A chunk of pages, and which they are, in the order in which they lie in it. Pages count from 1, as SQLite's do. */
export interface PackedPages {
  readonly chunk: string
  readonly pages: readonly number[]
}

/** What a database still needs of a chunk: the nth of `pages` lies at the nth of `slots`, which count pages from its beginning. */
export interface UsedChunk {
  readonly chunk: string
  readonly pages: Uint32Array
  readonly slots: Uint16Array
}

const nameBytes = 32
const nowhere = 0xffffffff

/** A database as a list of where each of its pages lies. It never changes; what was written since makes another one. */
export class PageMap {
  readonly count: number
  /** Each once. A name that no page needs any more may be among them. */
  readonly #names: readonly string[]
  /** Of each page, the number of its chunk among the names. */
  readonly #chunkOf: Uint32Array
  readonly #slotOf: Uint16Array

  private constructor(names: readonly string[], chunkOf: Uint32Array, slotOf: Uint16Array) {
    this.count = chunkOf.length
    this.#names = names
    this.#chunkOf = chunkOf
    this.#slotOf = slotOf
  }

  static readonly empty = new PageMap([], new Uint32Array(0), new Uint16Array(0))

  /** @throws Error for what `encode` did not write */
  static decode(bytes: Buffer, count: number): PageMap {
    const at = { offset: 0 }
    const names = Array.from({ length: readVarint(bytes, at, bytes.length / nameBytes) }, () => {
      const name = bytes.subarray(at.offset, at.offset + nameBytes)
      if (name.length < nameBytes) throw new Error('it ends within a name')
      at.offset += nameBytes
      return name.toString('hex')
    })
    const [chunkOf, slotOf] = [new Uint32Array(count), new Uint16Array(count)]
    for (let index = 0; index < count; ) {
      const length = readVarint(bytes, at, count - index)
      const chunk = readVarint(bytes, at, names.length - 1)
      const first = readVarint(bytes, at, 0x10000 - length)
      if (length === 0) throw new Error('a run in it has no pages')
      chunkOf.fill(chunk, index, index + length)
      for (let slot = first; slot < first + length; slot++) slotOf[index++] = slot
    }
    if (at.offset !== bytes.length) throw new Error('it goes on behind its end')
    return new PageMap(names, chunkOf, slotOf)
  }

  /** This database after some pages were written again. @param count how many pages it has now: fewer than before, or more */
  with(packed: Iterable<PackedPages>, count: number): PageMap {
    const numbers = new Map(this.#names.map((name, number) => [name, number]))
    const chunkOf = new Uint32Array(count).fill(nowhere)
    const slotOf = new Uint16Array(count)
    chunkOf.set(this.#chunkOf.subarray(0, count))
    slotOf.set(this.#slotOf.subarray(0, count))
    for (const { chunk, pages } of packed) {
      const number = numbers.get(chunk) ?? numbers.size
      numbers.set(chunk, number)
      for (const [slot, page] of pages.entries()) {
        if (page > count) continue
        chunkOf[page - 1] = number
        slotOf[page - 1] = slot
      }
    }
    return new PageMap([...numbers.keys()], chunkOf, slotOf)
  }

  /** How many pages are in use of each chunk that has any, in the order of their first page. */
  usage(): Map<string, number> {
    const used = new Uint32Array(this.#names.length)
    const order: number[] = []
    for (let index = 0; index < this.count; index++) {
      const number = this.#chunkOf[index]!
      if (number >= used.length) throw new Error(`Page ${index + 1} is nowhere`)
      if (used[number]!++ === 0) order.push(number)
    }
    return new Map(order.map((number) => [this.#names[number]!, used[number]!]))
  }

  /** What each chunk is needed for. Everything that is yielded is valid until the next. */
  *byChunk(): Iterable<UsedChunk> {
    const usage = this.usage()
    const begins = new Map<string, number>()
    let end = 0
    for (const [name, used] of usage) {
      begins.set(name, end)
      end += used
    }
    const next = Uint32Array.from(this.#names, (name) => begins.get(name) ?? 0)
    const sorted = new Uint32Array(this.count)
    for (let index = 0; index < this.count; index++) sorted[next[this.#chunkOf[index]!]!++] = index
    for (const [chunk, used] of usage) {
      const indexes = sorted.subarray(begins.get(chunk), begins.get(chunk)! + used)
      const slots = Uint16Array.from(indexes, (index) => this.#slotOf[index]!)
      yield { chunk, pages: indexes.map((index) => index + 1), slots }
    }
  }

  chunkOf(page: number): string | undefined {
    return this.#names[this.#chunkOf[page - 1] ?? nowhere]
  }

  /** The same places give the same bytes, however they came about. The format is docs/backup-format.md's. */
  encode(): Buffer {
    const names = [...this.usage().keys()]
    const numbers = new Map(names.map((name, number) => [name, number]))
    const renumbered = Uint32Array.from(this.#names, (name) => numbers.get(name) ?? nowhere)
    const [head, runs] = [[] as number[], [] as number[]]
    writeVarint(head, names.length)
    for (let from = 0; from < this.count; ) {
      const length = this.#runFrom(from)
      writeVarint(runs, length)
      writeVarint(runs, renumbered[this.#chunkOf[from]!]!)
      writeVarint(runs, this.#slotOf[from]!)
      from += length
    }
    return Buffer.concat([Buffer.from(head), Buffer.from(names.join(''), 'hex'), Buffer.from(runs)])
  }

  /** How many pages from there on lie one behind the other. */
  #runFrom(from: number): number {
    let index = from + 1
    while (
      index < this.count &&
      this.#chunkOf[index] === this.#chunkOf[from] &&
      this.#slotOf[index] === this.#slotOf[from]! + index - from
    )
      index++
    return index - from
  }
}
