import { parentPort } from 'node:worker_threads'
import { copyAndInspect, inspectDatabase } from './sqlite-tasks.ts'

/* A thread of its own: SQLite works without letting anybody else in between, and a check of a large file takes its time. */

type Task = { readonly copy: string; readonly to: string } | { readonly inspect: string; readonly deeply: boolean }

parentPort!.on('message', (task: Task) => {
  const done = 'copy' in task ? copyAndInspect(task.copy, task.to) : inspectDatabase(task.inspect, task.deeply)
  done.then(
    (value) => parentPort!.postMessage({ value }),
    (error: NodeJS.ErrnoException) =>
      parentPort!.postMessage({ error: { ...error, name: error.name, message: error.message, code: error.code } }),
  )
})
