import type { MessagePort } from 'node:worker_threads'
import type { Checked, Counted, tasks } from './sqlite-tasks.ts'
import { Threads } from './thread.ts'

const threads = new Threads<typeof tasks>('sqlite-worker')

/** A thread that is needed in a moment begins now. */
export const startSqlite = (): void => threads.start(1)

/** Copies one moment of a database that people write to. `to` must not exist. */
export const copyInThread = (file: string, to: string, signal?: AbortSignal): Promise<void> =>
  threads.run('copy', { file, to }, { signal })

/** Moves the log of a database that is open into its file, as far as nobody reads what was before. */
export const checkpointInThread = (file: string): Promise<void> => threads.run('checkpoint', { file }, {})

/** Counts what is in a database file. @param deeply reads every page and every reference */
export const checkInThread = (file: string, deeply: boolean, signal?: AbortSignal): Promise<Checked> =>
  threads.run('check', { file, deeply }, { signal })

/** Counts what is in a database that people write to, at a moment of our choice: `turn` is told when it is ready, and tells it when. */
export const countInThread = (file: string, turn: MessagePort, signal?: AbortSignal): Promise<Counted> =>
  threads.run('count', { file, turn }, { signal, transfer: [turn] })
