import { setImmediate } from 'node:timers/promises'

/** Milliseconds that nobody notices. */
const slice = 5

/** Goes through many things that are hardly any work each, and lets others have their turn in between. */
export async function* inSlices<T>(things: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T, void> {
  let since = performance.now()
  for await (const thing of things) {
    yield thing
    if (performance.now() - since < slice) continue
    await setImmediate()
    since = performance.now()
  }
}
