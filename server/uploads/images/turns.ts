import { availableParallelism } from 'node:os'

/** Decoding runs in threads, each with up to a few hundred MB for a large picture: few at a time, chat comes first. */
const mostAtOnce = Math.max(1, Math.min(3, availableParallelism() - 1))

let running = 0
const waiting: (() => void)[] = []

/** Runs `work` when it is its turn among all pictures that the server is busy with. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
