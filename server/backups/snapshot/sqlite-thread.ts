import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Inspection } from './sqlite-tasks.ts'

/** As source it lies beside this file. Built, it is a program of its own in dist/server, and this file may be in a folder below. */
const places = ['sqlite-worker.ts', 'sqlite-worker.js', '../sqlite-worker.js'].map((name) => path.join(import.meta.dirname, name))

function run<T>(task: object, signal?: AbortSignal): Promise<T> {
  const program = places.find((place) => existsSync(place))
  if (!program) return Promise.reject(new Error('sqlite-worker is not where it was built'))
  const worker = new Worker(program, { workerData: task })
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop, { once: true })
  return new Promise<T>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(signal?.aborted ? signal.reason : new Error('The thread ended without an answer')))
  }).finally(() => signal?.removeEventListener('abort', stop))
}

/** Copies one moment of a database that people write to, and says what it holds. `to` must not exist. */
export const copyInThread = (file: string, to: string, signal?: AbortSignal): Promise<Inspection> =>
  run({ copy: file, to }, signal)

/** Says what is in a database file that nobody writes to. @param deeply reads every page and every reference */
export const inspectInThread = (file: string, deeply: boolean, signal?: AbortSignal): Promise<Inspection> =>
  run({ inspect: file, deeply }, signal)
