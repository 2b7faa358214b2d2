import { type Transferable, Worker } from 'node:worker_threads'
import { findProgram } from '../../threads/program.ts'
import { ChunkDamaged, FileDamaged } from '../repository/damage.ts'

/** What a thread can be asked: by name, with one argument that can be sent to it; some tell their progress in bytes. */
export type TaskList = Readonly<Record<string, (input: never, tell: (bytes: number) => void) => Promise<unknown>>>

export interface ThreadTask {
  readonly name: string
  readonly input: unknown
}

/** An error as it crosses over: its fields, and no class. */
interface PlainError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly [field: string]: unknown
}

export type ThreadAnswer =
  | { readonly progress: number }
  | { readonly value: unknown }
  | { readonly error: PlainError }
  /** A store on our side failed; here it is known how. */
  | { readonly failure: number }

export interface Running {
  readonly signal?: AbortSignal
  readonly tell?: (bytes: number) => void
  readonly transfer?: readonly Transferable[]
  readonly failures?: readonly unknown[]
}

/** A thread takes some 10 to 30 MB and half a second: one that has just ended its work is kept for a moment. */
const idleFor = 3000

/** Threads that run one program, a task at a time each. */
export class Threads<Tasks extends TaskList> {
  readonly #name: string
  readonly #resting = new Map<Worker, NodeJS.Timeout>()

  /** @param name of the program: as source it lies beside this file; built, in dist/server, and this file may be in a folder below */
  constructor(name: string) {
    this.#name = name
  }

  async run<K extends keyof Tasks & string>(
    name: K,
    input: Parameters<Tasks[K]>[0],
    { signal, tell, transfer = [], failures = [] }: Running,
  ): Promise<Awaited<ReturnType<Tasks[K]>>> {
    signal?.throwIfAborted()
    const worker = this.#take()
    const stop = (): void => void worker.terminate()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      const answer = await new Promise<Exclude<ThreadAnswer, { progress: number }>>((resolve, reject) => {
        worker.on('message', (said: ThreadAnswer) => ('progress' in said ? tell?.(said.progress) : resolve(said)))
        worker.once('error', reject)
        worker.once('exit', () => reject(signal?.aborted ? signal.reason : new Error('The thread ended without an answer')))
        worker.postMessage({ name, input } satisfies ThreadTask, transfer)
      })
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
      this.#rest(worker)
      if ('failure' in answer) throw failures[answer.failure]
      if ('error' in answer) throw asError(answer.error)
      return answer.value as Awaited<ReturnType<Tasks[K]>>
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  /** Starts as many threads as will be needed in a moment. */
  start(count: number): void {
    while (this.#resting.size < count) this.#keep(this.#begin())
  }

  #take(): Worker {
    const [worker = this.#begin()] = this.#resting.keys()
    this.#forget(worker)
    worker.ref()
    return worker
  }

  #begin(): Worker {
    return new Worker(findProgram(import.meta.dirname, this.#name), { resourceLimits: { maxYoungGenerationSizeMb: 4 } })
  }

  #rest(worker: Worker): void {
    if (this.#resting.size > 0) void worker.terminate()
    else this.#keep(worker)
  }

  #keep(worker: Worker): void {
    const end = (): void => {
      this.#forget(worker)
      void worker.terminate()
    }
    for (const event of ['error', 'exit']) worker.once(event, end)
    this.#resting.set(worker, setTimeout(end, idleFor).unref())
    worker.unref() // it does not keep the process from ending
  }

  #forget(worker: Worker): void {
    clearTimeout(this.#resting.get(worker))
    this.#resting.delete(worker)
  }
}

function asError({ name, message, code, chunk, path: file, why }: PlainError): Error {
  if (name === 'ChunkDamaged') return new ChunkDamaged(String(chunk), String(why))
  if (name === 'FileDamaged') return new FileDamaged(String(file), String(why))
  return Object.assign(new Error(message), { code: code === 'SQLITE_FULL' ? 'ENOSPC' : code }) // SQLite's full disk is everybody's
}
