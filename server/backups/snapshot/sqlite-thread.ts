import type { MessagePort } from 'node:worker_threads'
import type { DatabaseFacts } from './manifest.ts'
import type { Inspection, tasks } from './sqlite-tasks.ts'
import { Threads } from './thread.ts'

const threads = new Threads<typeof tasks>('sqlite-worker')

/** Copies one moment of a database that people write to. `to` must not exist. */
export const copyInThread = (file: string, to: string, signal?: AbortSignal): Promise<void> =>
  threads.run('copy', { file, to }, { signal })

/** Says what is in a database file that nobody writes to. @param deeply reads every page and every reference */
export const inspectInThread = (file: string, deeply: boolean, signal?: AbortSignal): Promise<Inspection> =>
  threads.run('inspect', { file, deeply }, { signal })

/** Says what is in a database that people write to, at a moment of our choice: `turn` is told when it is ready, and tells it when. */
export const countInThread = (file: string, turn: MessagePort, signal?: AbortSignal): Promise<DatabaseFacts> =>
  threads.run('count', { file, turn }, { signal, transfer: [turn] })
