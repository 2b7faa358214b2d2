import { existsSync } from 'node:fs'
import path from 'node:path'
import { MessageChannel, type Transferable, Worker } from 'node:worker_threads'
import type { NamedChunks } from '../repository/chunks.ts'
import { ChunkDamaged, FileDamaged } from '../repository/damage.ts'
import { serveStore } from '../repository/store-across.ts'
import type { DatabaseFile } from './manifest.ts'
import type { Reach } from './pack-tasks.ts'
import type { Inspection } from './sqlite-tasks.ts'
import type { Tasks } from './thread-tasks.ts'

/** As source it lies beside this file. Built, it is a program of its own in dist/server, and this file may be in a folder below. */
const places = ['sqlite-worker.ts', 'sqlite-worker.js', '../sqlite-worker.js'].map((name) => path.join(import.meta.dirname, name))

/** A thread costs some 30 MB and half a second: a snapshot needs two of them one after the other, so one is kept for a moment. */
const idleFor = 3000

interface Resting {
  readonly worker: Worker
  readonly timer: NodeJS.Timeout
}
let resting: Resting | undefined

function takeWorker(): Worker {
  if (resting) {
    const { worker, timer } = resting
    clearTimeout(timer)
    resting = undefined
    worker.ref()
    return worker
  }
  const program = places.find((place) => existsSync(place))
  if (!program) throw new Error('sqlite-worker is not where it was built')
  return new Worker(program)
}

function rest(worker: Worker): void {
  if (resting) {
    void worker.terminate()
    return
  }
  worker.unref() // it does not keep the process from ending
  const timer = setTimeout(() => {
    resting = undefined
    void worker.terminate()
  }, idleFor)
  timer.unref()
  resting = { worker, timer }
}

export interface ThreadTask {
  readonly name: keyof Tasks
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
  /** The store on our side failed; here it is known how. */
  | { readonly failure: number }

interface Running {
  readonly signal?: AbortSignal
  readonly tell?: (bytes: number) => void
  readonly transfer?: readonly Transferable[]
  readonly failures?: readonly unknown[]
}

async function run<K extends keyof Tasks>(
  name: K,
  input: Parameters<Tasks[K]>[0],
  { signal, tell, transfer = [], failures = [] }: Running,
): Promise<Awaited<ReturnType<Tasks[K]>>> {
  signal?.throwIfAborted()
  const worker = takeWorker()
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
    rest(worker)
    if ('failure' in answer) throw failures[answer.failure]
    if ('error' in answer) throw asError(answer.error)
    return answer.value as Awaited<ReturnType<Tasks[K]>>
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

function asError({ name, message, code, chunk, path: file, why }: PlainError): Error {
  if (name === 'ChunkDamaged') return new ChunkDamaged(String(chunk), String(why))
  if (name === 'FileDamaged') return new FileDamaged(String(file), String(why))
  return Object.assign(new Error(message), { code: code === 'SQLITE_FULL' ? 'ENOSPC' : code }) // SQLite's full disk is everybody's
}

/** The tasks that need chunks. */
type ChunkTasks = { [K in keyof Tasks as Parameters<Tasks[K]>[0] extends Reach ? K : never]: Tasks[K] }

/** Has a thread do what reads and writes chunks: their store stays here. */
export async function runWithChunks<K extends keyof ChunkTasks>(
  name: K,
  chunks: NamedChunks,
  input: Omit<Parameters<Tasks[K]>[0], keyof Reach>,
  running: Running,
): Promise<Awaited<ReturnType<Tasks[K]>>> {
  const { port1, port2 } = new MessageChannel()
  const failures = serveStore(chunks.store, port1)
  const reach: Reach = { port: port2, folder: chunks.folder, dataKey: chunks.cipher?.reveal() }
  try {
    return await run(name, { ...input, ...reach } as Parameters<Tasks[K]>[0], { ...running, transfer: [port2], failures })
  } finally {
    port1.close()
  }
}

/** Copies one moment of a database that people write to, and says what it holds. `to` must not exist. */
export const copyInThread = (file: string, to: string, signal?: AbortSignal): Promise<Inspection> =>
  run('copy', { file, to }, { signal })

/** Says what is in a database file that nobody writes to. @param deeply reads every page and every reference */
export const inspectInThread = (file: string, deeply: boolean, signal?: AbortSignal): Promise<Inspection> =>
  run('inspect', { file, deeply }, { signal })

/** Writes a database of a snapshot to a new file. @param tell hears of bytes as they get there @throws ChunkDamaged, FileDamaged */
export const unpackInThread = (
  chunks: NamedChunks,
  file: DatabaseFile,
  to: string,
  signal?: AbortSignal,
  tell?: (bytes: number) => void,
): Promise<void> => runWithChunks('unpack', chunks, { file, to }, { signal, tell })
