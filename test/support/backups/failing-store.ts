import type { BlobStore } from '../../../server/uploads/stores/blob-store.ts'

/** A store whose `n`th call fails, once. It counts on, so that a run without failures says how many there are. */
export class FailingStore {
  calls = 0
  readonly store: BlobStore

  constructor(
    inner: BlobStore,
    failAt: number,
    failure: () => Error = () => new Error('the store fails'),
    counted = ['put', 'get', 'head', 'delete', 'list', 'write', 'read'],
  ) {
    this.store = new Proxy(inner, {
      get: (target, name) => {
        if (name === 'folder') return undefined // or threads would go there by themselves
        const value = Reflect.get(target, name, target) as unknown
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (counted.includes(String(name)) && ++this.calls === failAt) {
            if (name === 'list') throw failure()
            return Promise.reject(failure())
          }
          return (value as (...all: unknown[]) => unknown).apply(target, args)
        }
      },
    })
  }
}
