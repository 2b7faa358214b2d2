import { parentPort } from 'node:worker_threads'
import { FailedAcross } from '../repository/store-across.ts'
import type { TaskList, ThreadAnswer, ThreadTask } from './thread.ts'

/** Makes this thread do what it is asked. */
export function answerTasks(tasks: TaskList): void {
  const say = (answer: ThreadAnswer): void => parentPort!.postMessage(answer)
  parentPort!.on('message', ({ name, input }: ThreadTask) => {
    const work = tasks[name] as (input: unknown, tell: (bytes: number) => void) => Promise<unknown>
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
}
