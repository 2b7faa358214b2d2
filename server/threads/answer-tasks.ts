import { parentPort } from 'node:worker_threads'

export type Asked<Task> =
  | { readonly id: number; readonly task: Task }
  | {
      readonly id: number
      /** Whoever asked no longer waits. */
      readonly isGivenUp: true
    }

export type Answer<Value> = { readonly id: number; readonly value: Value } | { readonly id: number; readonly fault: Fault }

/** An error on its way to another thread, with the fields by which it is told from others. */
export interface Fault {
  readonly name: string
  readonly message: string
  readonly cause?: Fault
  readonly errors?: readonly Fault[]
  readonly [field: string]: unknown
}

/** Within a thread: answers each task that a `Thread` sends. */
export function answerTasks<Task, Value>(work: (task: Task, signal: AbortSignal) => Promise<Value>): void {
  const underWay = new Map<number, AbortController>()
  parentPort!.on('message', (asked: Asked<Task>) => {
    const { id } = asked
    if ('isGivenUp' in asked) return underWay.get(id)?.abort(new Error('Nobody waits for this any more'))
    const stop = new AbortController()
    underWay.set(id, stop)
    work(asked.task, stop.signal)
      .then(
        (value): Answer<Value> => ({ id, value }),
        (error: unknown): Answer<Value> => ({ id, fault: asFault(error) }),
      )
      .then((answer) => parentPort!.postMessage(answer))
      .finally(() => underWay.delete(id))
  })
}

function asFault(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, cause } = error
  const { errors } = error as Partial<AggregateError>
  return {
    ...plainFields(error),
    name,
    message,
    ...(cause === undefined ? {} : { cause: asFault(cause) }),
    ...(errors && { errors: errors.map(asFault) }),
  }
}

/** What may be sent: a response with its open connection may not. */
const plainFields = (error: Error): Record<string, unknown> =>
  Object.fromEntries(Object.entries(error).filter(([, value]) => isPlain(value)))

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol'
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain)
}
