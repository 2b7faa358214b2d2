import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { Answer, Asked, Fault } from './answer-tasks.ts'
import { findProgram } from './program.ts'

/** A thread costs some 30 MB: it goes when nobody has asked it for a while. */
const idleFor = 10_000

interface Waiting<Value> {
  readonly resolve: (value: Value) => void
  readonly reject: (cause: unknown) => void
}

/** A thread that answers tasks, several at a time: started by the first, ended some time after the last. */
export class Thread<Task, Value> {
  readonly #program: () => string
  readonly #options: WorkerOptions
  readonly #waiting = new Map<number, Waiting<Value>>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #asked = 0

  /** @param program its source's name, without an ending; the source lies in `folder`, the built program in dist/server */
  constructor(folder: string, program: string, options: WorkerOptions = {}) {
    this.#program = () => findProgram(folder, program)
    this.#options = options
  }

  /** @throws what the thread threw, as a plain error with the same name and fields; the signal's reason */
  async run(task: Task, signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted()
    const id = ++this.#asked
    const worker = this.#awake()
    const giveUp = (): void => {
      worker.postMessage({ id, isGivenUp: true } satisfies Asked<Task>)
      this.#waiting.get(id)?.reject(signal!.reason)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
    try {
      return await new Promise<Value>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject })
        worker.postMessage({ id, task } satisfies Asked<Task>)
      })
    } finally {
      signal?.removeEventListener('abort', giveUp)
      this.#waiting.delete(id)
      if (this.#waiting.size === 0) this.#rest()
    }
  }

  /** Ends the thread, and whatever it was busy with. Resolves when it has let go of everything. */
  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#lose(new Error('The thread was ended'))
  }

  #awake(): Worker {
    clearTimeout(this.#idle)
    if (!this.#worker) {
      const worker = new Worker(this.#program(), this.#options)
      worker.on('message', (answer: Answer<Value>) => this.#answered(answer))
      worker.on('error', (cause) => void this.#lose(cause, worker))
      worker.on('exit', () => void this.#lose(new Error('The thread ended without an answer'), worker))
      this.#worker = worker
    }
    this.#worker.ref()
    return this.#worker
  }

  #answered({ id, ...answer }: Answer<Value>): void {
    const waiting = this.#waiting.get(id)
    if ('fault' in answer) waiting?.reject(asError(answer.fault))
    else waiting?.resolve(answer.value)
  }

  #rest(): void {
    this.#worker?.unref() // it does not keep the process from ending
    this.#idle = setTimeout(() => void this.close(), idleFor)
    this.#idle.unref()
  }

  async #lose(cause: unknown, worker = this.#worker): Promise<void> {
    if (!worker || worker !== this.#worker) return // another one has taken its place
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(cause)
    await worker.terminate()
  }
}

function asError({ cause, errors, ...fields }: Fault): Error {
  return Object.assign(
    new Error(fields.message),
    fields,
    cause && { cause: asError(cause) },
    errors && { errors: errors.map(asError) },
  )
}
