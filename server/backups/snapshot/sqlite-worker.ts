import { parentPort } from 'node:worker_threads'
import { FailedAcross } from '../repository/store-across.ts'
import type { ThreadAnswer, ThreadTask } from './sqlite-thread.ts'
import { tasks } from './thread-tasks.ts'

/* A thread of its own: SQLite works without letting anybody else in between, and hashing a large file takes its time. */

const say = (answer: ThreadAnswer): void => parentPort!.postMessage(answer)

parentPort!.on('message', ({ name, input }: ThreadTask) => {
  const work = tasks[name] as (input: unknown, tell: (bytes: number) => void) => Promise<never>
  work(input, (progress) => say({ progress })).then(
    (value) => say({ value }),
    (error: NodeJS.ErrnoException) =>
      say(
        error instanceof FailedAcross
          ? { failure: error.failure }
          : { error: { ...error, name: error.name, message: error.message, code: error.code, cause: undefined } },
      ),
  )
})
