import { expect } from 'vitest'

/** Reads keys as a Python program does: one that is not there ends it. Null is there. */
export function read(object: unknown, keys: string): void {
  const missing = keys.split(/\s+/).filter((key) => (object as Record<string, unknown> | undefined)?.[key] === undefined)
  expect({ missing, in: missing.length > 0 ? object : undefined }).toEqual({ missing: [], in: undefined })
}

/** Reads keys of each, of which there must be some. */
export function readEach(list: unknown, keys: string): void {
  const all = Array.isArray(list) ? list : Object.values(list as object)
  expect(all, `nothing to read ${keys} from`).not.toEqual([])
  for (const one of all) read(one, keys)
}
