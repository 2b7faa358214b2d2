/** One at a time for each key: who moves a file and who removes it must not meet. */
export class KeyLocks {
  readonly #last = new Map<string, Promise<unknown>>()

  async with<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#last.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key)
    }
  }
}
