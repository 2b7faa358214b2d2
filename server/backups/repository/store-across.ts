import type { MessagePort } from 'node:worker_threads'
import { BlobMissing } from '../../uploads/stores/blob-store.ts'
import type { ChunkStore } from './chunks.ts'

/*
 * A store that another thread has: folders, buckets and their connections stay where they are, and only bytes cross over. They
 * are handed over, not copied.
 */

interface Question {
  readonly id: number
  readonly key: string
  /** To be stored; without them, those that are stored are asked for. */
  readonly bytes?: Uint8Array<ArrayBuffer>
}

interface Answer {
  readonly id: number
  readonly bytes?: Uint8Array<ArrayBuffer>
  readonly isMissing?: true
  /** The number of a failure, which stays where it happened. */
  readonly failure?: number
}

/** The other side failed, with what only it knows. */
export class FailedAcross extends Error {
  readonly failure: number

  constructor(failure: number) {
    super('The store failed')
    this.failure = failure
  }
}

/** Answers for a store. @returns its failures by their numbers */
export function serveStore(store: ChunkStore, port: MessagePort): readonly unknown[] {
  const failures: unknown[] = []
  port.on('message', (question: Question) => {
    answerFor(store, question).then(
      (answer) => port.postMessage(answer, answer.bytes ? [answer.bytes.buffer] : []),
      (error: unknown) => port.postMessage({ id: question.id, failure: failures.push(error) - 1 } satisfies Answer),
    )
  })
  return failures
}

async function answerFor(store: ChunkStore, { id, key, bytes }: Question): Promise<Answer> {
  try {
    if (!bytes) return { id, bytes: toHandOver(await store.read(key)) }
    await store.write(key, Buffer.from(bytes.buffer))
    return { id }
  } catch (error) {
    if (error instanceof BlobMissing) return { id, isMissing: true }
    throw error
  }
}

/** What lies in a larger piece of memory is taken out of it: that piece is not ours to give away. */
const toHandOver = (bytes: Buffer): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer)
    : new Uint8Array(bytes)

/** The store on the other side of `port`. @throws FailedAcross */
export class StoreAcross implements ChunkStore {
  readonly #port: MessagePort
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #last = 0

  constructor(port: MessagePort) {
    this.#port = port
    port.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)!(answer)
      this.#waiting.delete(answer.id)
    })
  }

  async write(key: string, bytes: Buffer): Promise<void> {
    await this.#ask(key, toHandOver(bytes))
  }

  async read(key: string): Promise<Buffer> {
    const { bytes } = await this.#ask(key)
    return Buffer.from(bytes!.buffer)
  }

  async #ask(key: string, bytes?: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const id = ++this.#last
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#port.postMessage({ id, key, bytes } satisfies Question, bytes ? [bytes.buffer] : [])
    })
    if (answer.isMissing) throw new BlobMissing(key)
    if (answer.failure !== undefined) throw new FailedAcross(answer.failure)
    return answer
  }
}
