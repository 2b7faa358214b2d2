/**
 * Works on many things, `most` at a time, and answers in their order. After a failure nothing new begins, and what has begun
 * is waited for.
 */
export async function* atOnce<T, R>(
  things: AsyncIterable<T> | Iterable<T>,
  most: number,
  work: (thing: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const underWay: Promise<R>[] = []
  try {
    for await (const thing of things) {
      const one = work(thing)
      one.catch(() => {}) // heard when its turn comes
      underWay.push(one)
      if (underWay.length >= most) yield await underWay.shift()!
    }
    while (underWay.length > 0) yield await underWay.shift()!
  } finally {
    await Promise.allSettled(underWay)
  }
}

/** As `atOnce`, for what has no answer. */
export async function eachAtOnce<T>(
  things: AsyncIterable<T> | Iterable<T>,
  most: number,
  work: (thing: T) => Promise<unknown>,
): Promise<void> {
  for await (const _ of atOnce(things, most, work));
}
