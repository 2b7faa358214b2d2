import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Inspection } from './sqlite-tasks.ts'

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

type Answer = { readonly value: Inspection } | { readonly error: { readonly message: string; readonly code?: string } }

async function run(task: object, signal?: AbortSignal): Promise<Inspection> {
  signal?.throwIfAborted()
  const worker = takeWorker()
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(signal?.aborted ? signal.reason : new Error('The thread ended without an answer')))
      worker.postMessage(task)
    })
    for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
    rest(worker)
    if ('error' in answer) throw asError(answer.error)
    return answer.value
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** SQLite's full disk is everybody's full disk. */
const asError = ({ message, code }: { readonly message: string; readonly code?: string }): Error =>
  Object.assign(new Error(message), { code: code === 'SQLITE_FULL' ? 'ENOSPC' : code })

/** Copies one moment of a database that people write to, and says what it holds. `to` must not exist. */
export const copyInThread = (file: string, to: string, signal?: AbortSignal): Promise<Inspection> =>
  run({ copy: file, to }, signal)

/** Says what is in a database file that nobody writes to. @param deeply reads every page and every reference */
export const inspectInThread = (file: string, deeply: boolean, signal?: AbortSignal): Promise<Inspection> =>
  run({ inspect: file, deeply }, signal)
