import { parentPort, workerData } from 'node:worker_threads'
import { copyAndInspect, inspectDatabase } from './sqlite-tasks.ts'

/* A thread of its own: SQLite works without letting anybody else in between, and a check of a large file takes its time. */

const task = workerData as { readonly copy: string; readonly to: string } | { readonly inspect: string; readonly deeply: boolean }
parentPort!.postMessage(
  'copy' in task ? await copyAndInspect(task.copy, task.to) : await inspectDatabase(task.inspect, task.deeply),
)
